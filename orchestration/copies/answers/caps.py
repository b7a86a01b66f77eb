"""The limit of 60% from one country: which tables are above it, and who could fill the gap.

Belongs here: those queries.
Does not belong here: what the limit is and when it is decided (`models/claims/caps`).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

_CAPS = """
select
    k.mineral_id, m.mineral_name, k.measure, k.stage, k.form, k.basis, k.year, k.top_country_id,
    c.country_name as top_country, k.top_share_pct, k.top_share_min_pct, k.top_share_max_pct,
    k.top_share_all_min_pct, k.top_share_all_max_pct, k.top_revision_min_pct,
    k.top_revision_max_pct, k.cap_pct, k.is_above_cap, k.firmness, k.top_tonnes, k.world_tonnes,
    k.tonnes_to_cap, k.tonnes_to_cap_min, k.tonnes_to_cap_max, k.first_year_above, k.excludes,
    k.world_basis_for_verdict, k.edition_id, p.source_file_id, p.source_row, e.licence
from marts.fct_single_country_cap as k
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_edition as e using (edition_id)
left join marts.dim_country as c on k.top_country_id = c.country_id
left join marts.fct_production as p
    on k.table_id = p.table_id and k.top_country_id = p.country_id
where
    k.is_latest_vintage and k.measure = 'world_production'
    and ($mineral is null or k.mineral_id = $mineral)
    and ($list_id is null or k.mineral_id in (
        select mineral_id from marts.fct_list_member where list_id = $list_id
    ))
qualify k.year = max(k.year) over (
    partition by k.source_id, k.measure, k.mineral_id, k.stage, k.form
)
order by k.top_share_pct desc nulls last, m.mineral_name, k.stage, k.form, k.edition_id
"""
_PARTNERS = """
select
    k.mineral_id, k.stage, k.form, k.year, k.top_country_id, k.partner_country_id,
    c.country_name as partner, k.tonnes_to_cap, k.output_tonnes, p.quantity_min_tonnes,
    p.quantity_max_tonnes, k.output_status, k.output_part_of_gap_pct, k.reserves_tonnes,
    k.reserves_years_of_gap, p.excludes, k.edition_id, p.source_file_id, p.source_row, e.licence
from marts.fct_cap_partner as k
inner join marts.dim_country as c on k.partner_country_id = c.country_id
inner join marts.dim_edition as e using (edition_id)
left join marts.fct_production as p
    on k.table_id = p.table_id and k.partner_country_id = p.country_id
where
    k.is_latest_vintage and k.measure = 'world_production' and k.mineral_id = $mineral
qualify k.year = max(k.year) over (partition by k.source_id, k.stage, k.form)
order by k.stage, k.form, k.edition_id, k.output_tonnes desc nulls last, c.country_name
"""


def caps(served: Served, mineral: str | None = None, list_id: str | None = None) -> list[Row]:
    """The newest year of every table; source row: of the leading country."""
    return served.rows(_CAPS, mineral=mineral, list_id=list_id)


def partners(served: Served, mineral: str) -> list[Row]:
    """Who else makes a mineral that is above the limit; source row: of the partner's output."""
    return served.rows(_PARTNERS, mineral=mineral)
