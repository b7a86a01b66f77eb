-- The two tables that speak for a mineral, with leaders by name, index, trend and cap.
with tables as (

    select
        roles.mineral_id,
        roles.table_role,
        roles.edition_id,
        roles.source_id,
        roles.stage,
        roles.form,
        roles.basis,
        roles.year,
        roles.first_year,
        roles.first_hhi,
        roles.first_top1_share_pct,
        concentration.world_tonnes,
        concentration.world_basis,
        concentration.no_world_because,
        concentration.producer_count,
        concentration.withheld_count,
        concentration.residual_share_pct,
        concentration.residual_max_pct,
        concentration.top3_share_pct,
        concentration.hhi,
        concentration.hhi_min,
        concentration.hhi_max,
        concentration.hhi_wgi,
        concentration.wgi_coverage_pct,
        concentration.confidence,
        concentration.confidence_because,
        cap.cap_pct,
        cap.is_above_cap,
        cap.first_year_above,
        cap.tonnes_to_cap,
        cap.excludes
    from {{ ref('core_primary_table') }} as roles
    -- one to one
    inner join {{ ref('fct_concentration') }} as concentration
        on {{ same_table_year('roles', 'concentration') }}
    -- one row: production is one of the measures of the cap
    left join {{ ref('fct_single_country_cap') }} as cap
        on {{ same_table_year('roles', 'cap') }} and cap.measure = 'world_production'

),

-- ties go by country, as in fct_concentration
leaders as (

    select
        tables.mineral_id,
        tables.table_role,
        countries.country_name,
        shares.country_id,
        shares.share_pct,
        shares.share_min_pct,
        shares.share_max_pct,
        row_number() over (
            partition by tables.mineral_id, tables.table_role
            order by shares.share_pct desc nulls last, shares.country_id asc nulls last
        ) as place
    from tables
    -- one to many: the countries of the table
    inner join {{ ref('fct_country_share') }} as shares
        on {{ same_table_year('tables', 'shares') }}
    inner join {{ ref('dim_country') }} as countries
        on shares.country_id = countries.country_id
    where not countries.is_residual

),

placed as (

    select
        mineral_id,
        table_role,
        {% for name in ['top1', 'second', 'third'] -%}
        {% set is_placed = 'place = ' ~ loop.index ~ ' and share_pct > 0' -%}
        max(case when {{ is_placed }} then country_id end) as {{ name }}_country_id,
        max(case when {{ is_placed }} then country_name end) as {{ name }}_country,
        max(case when {{ is_placed }} then share_pct end) as {{ name }}_share_pct,
        max(case when {{ is_placed }} then share_min_pct end) as {{ name }}_share_min_pct,
        max(case when {{ is_placed }} then share_max_pct end) as {{ name }}_share_max_pct,
        {% endfor -%}
        max(case when place > 1 then share_max_pct end) as others_max_pct
    from leaders
    group by mineral_id, table_role

)

select
    tables.mineral_id,
    tables.table_role,
    tables.edition_id,
    editions.source_name,
    editions.edition,
    tables.stage,
    tables.form,
    tables.basis,
    tables.year,
    tables.world_tonnes,
    tables.world_basis,
    tables.no_world_because,
    tables.excludes,
    tables.producer_count,
    tables.withheld_count,
    tables.residual_share_pct,
    tables.residual_max_pct,
    {% for place in ['top1', 'second', 'third'] -%}
    placed.{{ place }}_country_id,
    placed.{{ place }}_country,
    placed.{{ place }}_share_pct,
    placed.{{ place }}_share_min_pct,
    placed.{{ place }}_share_max_pct,
    {% endfor -%}
    tables.top3_share_pct,
    placed.top1_share_min_pct > greatest(coalesce(placed.others_max_pct, 0), tables.residual_max_pct)
        as is_leader_certain,
    tables.hhi,
    tables.hhi_min,
    tables.hhi_max,
    tables.hhi_wgi,
    tables.wgi_coverage_pct,
    tables.confidence,
    tables.confidence_because,
    tables.first_year as trend_from_year,
    case when tables.first_year < tables.year then tables.first_hhi end as trend_from_hhi,
    case
        when tables.first_year < tables.year
            then {{ round_pct('100 * (tables.hhi - tables.first_hhi) / nullif(tables.first_hhi, 0)') }}
    end as hhi_trend_pct,
    case
        when tables.first_year < tables.year
            then {{ round_pct('placed.top1_share_pct - tables.first_top1_share_pct') }}
    end as top1_share_trend_points,
    -- editions revise by a tenth as a matter of routine: less is no trend
    case
        when tables.first_year >= tables.year or tables.hhi is null then null
        when tables.hhi > 1.1 * tables.first_hhi then 'rising'
        when tables.hhi < 0.9 * tables.first_hhi then 'falling'
        else 'steady'
    end as trend,
    tables.cap_pct,
    tables.is_above_cap,
    tables.first_year_above as first_year_above_cap,
    tables.tonnes_to_cap
from tables
-- at most one row each
left join placed
    on
        tables.mineral_id = placed.mineral_id
        and tables.table_role = placed.table_role
inner join {{ ref('core_edition') }} as editions on tables.edition_id = editions.edition_id
