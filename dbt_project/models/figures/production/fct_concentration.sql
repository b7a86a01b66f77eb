-- Compared with the year before in the same edition, with other editions of the same year, and with the lines at which
-- a reader decides.
with compared as (
    select
        indices.*,
        case when lag(year) over years = year - 1 then hhi - lag(hhi) over years end as hhi_change,
        case
            when count(hhi) over editions > 1
                then greatest((max(hhi) over editions) - hhi, hhi - min(hhi) over editions)
        end as edition_distance
    from {{ ref('int_indices') }} as indices
    window
        years as (
            partition by edition_id, mineral_id, stage, form, basis
            order by year asc nulls last
        ),
        editions as (partition by source_id, mineral_id, stage, form, basis, year)
),

-- the largest share that one country has at least, and at most: whichever country it is
leaders as (
    select
        table_id,
        max(share_all_min_pct) as top_all_min_pct,
        max(share_all_max_pct) as named_all_max_pct
    from {{ ref('fct_production') }}
    where {{ is_a_country('country_id') }}
    group by table_id
),

expected as (
    select
        table_id,
        max(case when statistic = 'hhi' then interval_min end) as hhi_revision_min,
        max(case when statistic = 'hhi' then interval_max end) as hhi_revision_max,
        max(case when statistic = 'share' then interval_min end) as top_revision_min_pct,
        max(case when statistic = 'share' then interval_max end) as top_revision_max_pct
    from {{ ref('fct_revision_interval') }}
    where level_pct = 90
    group by table_id
),

banded as (
    select
        compared.*,
        leaders.top_all_min_pct,
        greatest(leaders.named_all_max_pct, tables.unnamed_all_max_pct) as top_all_max_pct,
        expected.hhi_revision_min,
        expected.hhi_revision_max,
        expected.top_revision_min_pct,
        expected.top_revision_max_pct,
        {{ round_index('10000 / nullif(hhi, 0)') }} as effective_producers,
        {{ round_index('hhi_change') }} as hhi_change_1y,
        {{ round_pct('100 * edition_distance / nullif(hhi, 0)') }} as edition_distance_pct,
        {{ round_pct('100 * (hhi_max - hhi_min) / nullif(hhi, 0)') }} as band_width_pct
    from compared
    -- at most one line each
    left join leaders on compared.table_id = leaders.table_id
    left join {{ ref('core_production_table') }} as tables on compared.table_id = tables.table_id
    left join expected on compared.table_id = expected.table_id
),

signs as (
    select
        {% for sign, rule in firmness_signs().items() -%}
        {{ rule }} as {{ sign }},
        {% endfor -%}
        banded.*
    from banded
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
    hhi_revision_min,
    hhi_revision_max,
    top1_country_id,
    top1_share_pct,
    top_revision_min_pct,
    top_revision_max_pct,
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
    {{ firmness(['index', 'leader']) }} as firmness,
    {{ firmness_reasons() }} as firmness_reasons,
    {{ firmness(['leader']) }} as cap_firmness
from signs
