"""What a publisher projects: today's modelled share beside that of its base case.

Belongs here: that query. The modelled year is of `fct_production`, the later ones of `fct_outlook`.
Does not belong here: shares of today by other sources (`shares.py`), which no projection touches.
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

OUTLOOK = """
select
    p.mineral_id, p.stage, p.form, p.basis, p.edition_id, p.country_id, c.country_name,
    n.year as modelled_year, n.share_pct as modelled_pct, n.share_min_pct as modelled_min_pct,
    n.share_max_pct as modelled_max_pct, n.source_row as modelled_source_row,
    p.year, p.scenario, p.quantity_tonnes, p.quantity_min_tonnes, p.quantity_max_tonnes,
    p.share_pct, p.share_min_pct, p.share_max_pct, p.value_status, p.value_as_printed,
    p.unit_as_printed, p.source_file_id, p.source_row, e.licence
from marts.fct_outlook as p
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as e using (edition_id)
left join marts.fct_production as n
    on
        p.edition_id = n.edition_id and p.mineral_id = n.mineral_id and p.stage = n.stage
        and p.form = n.form and p.country_id = n.country_id
where not p.is_world and e.is_latest and {where}
order by
    p.mineral_id, p.stage, p.form, p.is_residual, n.share_pct desc nulls last, c.country_name,
    p.year
"""


def outlook(served: Served, mineral: str) -> list[Row]:
    """One row for each country, step and projected year, the newest edition."""
    return served.rows(OUTLOOK.format(where="p.mineral_id = $mineral"), mineral=mineral)
