-- One row per country, mineral and year.
select
    edition_id,
    hs_edition,
    country_id,
    mineral_id,
    year,
    count(*) as levels,
    sum(share_of_held_pct) as held_share_sum_pct,
    count(*) filter (
        levels_held = levels_in_list and codes_held = codes_in_list
        and share_of_held_pct not between share_min_pct - 0.001 and share_max_pct + 0.001
    ) as beyond_bounds
from marts.fct_export_stage
group by all
