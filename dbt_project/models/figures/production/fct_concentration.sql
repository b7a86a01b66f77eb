-- against the year before in the same edition, and against other editions of the same year
with compared as (
    select
        indices.*,
        case when lag(year) over years = year - 1 then hhi - lag(hhi) over years end as hhi_change,
        case
            when count(hhi) over editions > 1
                then greatest(max(hhi) over editions - hhi, hhi - min(hhi) over editions)
        end as edition_distance
    from {{ ref('int_indices') }} as indices
    window
        years as (
            partition by edition_id, mineral_id, stage, form, basis
            order by year asc nulls last
        ),
        editions as (partition by source_id, mineral_id, stage, form, basis, year)
),

signs as (
    select
        compared.*,
        {{ round_index('10000 / nullif(hhi, 0)') }} as effective_producers,
        {{ round_index('hhi_change') }} as hhi_change_1y,
        {{ round_pct('100 * edition_distance / nullif(hhi, 0)') }} as edition_distance_pct,
        {{ round_pct('100 * (hhi_max - hhi_min) / nullif(hhi, 0)') }} as band_width_pct
    from compared
)

select
    table_id,
    edition_id,
    source_id,
    mineral_id,
    stage,
    form,
    basis,
    year,
    hhi,
    hhi_min,
    hhi_max,
    hhi_all_min,
    hhi_all_max,
    top1_country_id,
    top1_share_pct,
    top3_share_pct,
    producer_count,
    effective_producers,
    residual_share_pct,
    residual_max_pct,
    withheld_count,
    unknown_count,
    estimated_share_pct,
    edition_distance_pct,
    band_width_pct,
    hhi_wgi,
    wgi_coverage_pct,
    wgi_year,
    hhi_change_1y,
    world_tonnes,
    world_basis,
    world_printed_tonnes,
    world_all_min_tonnes,
    world_all_max_tonnes,
    excludes,
    no_world_because,
    is_latest_vintage,
    {{ confidence_class() }} as confidence,
    {{ confidence_because() }} as confidence_because
from signs
