"""Reserves: who holds how much of a mineral, or what a country holds.

Belongs here: those queries, with the printed world total beside the rows.
Does not belong here: shares of reserves, which no released table has.
"""

from __future__ import annotations

from orchestration.copies.answers.editions import one_edition
from orchestration.copies.file.served import Row, Served

_RESERVES = """
select
    r.mineral_id, m.mineral_name, r.form, r.basis, r.country_id, c.country_name, r.year,
    r.quantity_tonnes, r.quantity_min_tonnes, r.quantity_max_tonnes, r.value_status,
    r.is_estimated, r.value_as_printed, r.unit_as_printed, t.printed_tonnes as world_tonnes,
    t.printed_min_tonnes as world_min_tonnes, t.printed_max_tonnes as world_max_tonnes,
    t.excludes, r.edition_id, r.source_file_id, r.source_row, e.licence
from marts.fct_reserves as r
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as e using (edition_id)
left join marts.fct_stock_total as t
    on
        r.edition_id = t.edition_id and r.mineral_id = t.mineral_id and r.stage = t.stage
        and r.form = t.form and r.year = t.year and t.statistic = 'reserves'
where
    (r.edition_id = $edition or ($edition is null and r.is_latest_vintage))
    and ($mineral is null or r.mineral_id = $mineral)
    and ($country is null or r.country_id = $country)
qualify e.edition_order = max(e.edition_order) over (
    partition by r.source_id, r.mineral_id, r.form
)
order by m.mineral_name, r.form, r.edition_id, c.is_residual, r.quantity_tonnes desc nulls last
"""


def reserves(
    served: Served,
    *,
    mineral: str | None = None,
    country: str | None = None,
    edition: str | None = None,
) -> list[Row]:
    """Printed reserves, the newest edition of each source unless one is named.

    Raises:
        AskedError: when there is no such edition.
    """
    if edition:
        edition = one_edition(served, edition)
    return served.rows(_RESERVES, mineral=mineral, country=country, edition=edition)
