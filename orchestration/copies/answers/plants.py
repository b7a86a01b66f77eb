"""Capacity: what plants could make, and what of it is idle.

Belongs here: that query.
Does not belong here: output itself (`shares.py`), who fills a gap (`caps.py`).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

CAPACITY = """
select
    p.mineral_id, m.mineral_name, p.stage, p.form, p.year, p.country_id, c.country_name,
    p.quantity_tonnes, p.quantity_min_tonnes, p.quantity_max_tonnes, p.value_status,
    p.is_estimated, p.value_as_printed, p.unit_as_printed, p.output_tonnes, p.idle_tonnes,
    p.idle_min_tonnes, p.idle_max_tonnes, p.utilisation_pct, p.utilisation_min_pct,
    p.utilisation_max_pct, p.is_above_capacity, p.utilisation_unknown_because, p.edition_id,
    p.source_file_id, p.source_row, e.licence
from marts.fct_capacity as p
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as e using (edition_id)
where p.is_latest_vintage and {where}
order by
    p.mineral_id, p.stage, p.form, p.year desc, c.is_residual, p.quantity_tonnes desc nulls last,
    c.country_name
"""


def capacity(
    served: Served, *, mineral: str | None = None, country: str | None = None
) -> list[Row]:
    """Printed capacity of a mineral, or of a country, the newest edition of each year."""
    where = "($mineral is null or p.mineral_id = $mineral)"
    where += " and ($country is null or p.country_id = $country)"
    return served.rows(CAPACITY.format(where=where), mineral=mineral, country=country)
