"""Two minerals or two countries side by side, one measure a row.

Belongs here: those queries; both sides are read from the same kind of table.
Does not belong here: a difference or a ratio: bounds of two figures do not subtract.
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

_MINERALS = """
with standing as (
    select
        p.mineral_id, p.mineral_name, t.*, s.share_all_min_pct, s.share_all_max_pct,
        s.share_pct, c.country_name, s.source_file_id, s.source_row, e.licence
    from marts.rpt_mineral_profile as p
    inner join marts.fct_concentration as t
        on
            p.mineral_id = t.mineral_id and p.edition_id = t.edition_id and p.stage = t.stage
            and p.form = t.form and p.year = t.year
    inner join marts.dim_edition as e on p.edition_id = e.edition_id
    left join marts.fct_country_share as s
        on t.table_id = s.table_id and t.top1_country_id = s.country_id
    left join marts.dim_country as c on t.top1_country_id = c.country_id
    where p.mineral_id in ($left_id, $right_id)
),

measured as (
    select
        *, 1 as place, 'share of the largest producer' as measure, 'percent' as unit,
        country_name as detail, share_pct as measured, share_all_min_pct as at_least,
        share_all_max_pct as at_most
    from standing
    union all by name
    select
        *, 2 as place, 'concentration (HHI)' as measure, 'points of 10,000' as unit,
        firmness as detail, hhi as measured, hhi_all_min as at_least, hhi_all_max as at_most
    from standing
    union all by name
    select
        *, 3 as place, 'world production' as measure, 'tonnes' as unit, basis as detail,
        world_tonnes as measured, world_all_min_tonnes as at_least,
        world_all_max_tonnes as at_most
    from standing
)

select
    measure, unit, mineral_id as subject_id, mineral_name as subject, detail,
    measured as "value", at_least as value_min, at_most as value_max, stage, form, year, excludes,
    edition_id, source_file_id, source_row, licence
from measured
order by place, mineral_id <> $left_id
"""
_COUNTRIES = """
with newest as (
    select s.*
    from marts.fct_production as s
    where s.is_latest_vintage and s.country_id in ($left_id, $right_id)
    qualify s.year = max(s.year) over (
        partition by s.source_id, s.mineral_id, s.stage, s.form
    )
)

select
    'share of world production' as measure, 'percent' as unit, n.country_id as subject_id,
    c.country_name as subject, m.mineral_name as detail, n.share_pct as "value",
    n.share_all_min_pct as value_min, n.share_all_max_pct as value_max, n.share_rank,
    n.quantity_tonnes, n.quantity_min_tonnes, n.quantity_max_tonnes, n.value_status,
    n.value_as_printed, n.mineral_id, n.stage, n.form, n.year, n.excludes, n.edition_id,
    n.source_file_id, n.source_row, e.licence
from newest as n
inner join marts.dim_country as c using (country_id)
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_edition as e using (edition_id)
qualify count(*) over (partition by n.table_id) = 2
order by m.mineral_name, n.stage, n.form, n.year desc, n.edition_id, n.country_id <> $left_id
"""


def compare_minerals(served: Served, left_id: str, right_id: str) -> list[Row]:
    """Three measures of each, from the table that stands for the mineral; bounds: everybody."""
    return served.rows(_MINERALS, left_id=left_id, right_id=right_id)


def compare_countries(served: Served, left_id: str, right_id: str) -> list[Row]:
    """Shares of both in every table that names both, newest year; bounds: everybody."""
    return served.rows(_COUNTRIES, left_id=left_id, right_id=right_id)
