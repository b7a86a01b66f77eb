-- The two tables that stand for a mineral, with leaders by name, index, trend and cap.
-- Ties go by country, as in fct_concentration.
with leaders as (

    select
        roles.mineral_id,
        roles.table_role,
        countries.country_name,
        shares.country_id,
        shares.share_pct,
        shares.share_min_pct,
        shares.share_max_pct,
        shares.share_of_printed_pct,
        shares.share_all_min_pct,
        shares.share_all_max_pct,
        row_number() over (
            partition by roles.mineral_id, roles.table_role
            order by shares.share_pct desc nulls last, shares.country_id asc nulls last
        ) as place
    from {{ ref('core_current_table') }} as roles
    -- one to many: the countries of the table
    inner join {{ ref('fct_production') }} as shares on roles.table_id = shares.table_id
    inner join {{ ref('dim_country') }} as countries on shares.country_id = countries.country_id
    where roles.table_role is not null and not countries.is_residual

),

placed as (

    select
        mineral_id,
        table_role,
        {% for name in ['top1', 'second', 'third'] -%}
        {% set is_placed = 'place = ' ~ loop.index ~ ' and share_pct > 0' -%}
        {% for column in [
            'country_id', 'share_pct', 'share_min_pct', 'share_max_pct', 'share_of_printed_pct', 'share_all_min_pct',
            'share_all_max_pct',
        ] -%}
        max(case when {{ is_placed }} then {{ column }} end) as {{ name }}_{{ column }},
        {% endfor -%}
        max(case when {{ is_placed }} then country_name end) as {{ name }}_country,
        {% endfor -%}
        max(case when place > 1 then share_max_pct end) as others_max_pct
    from leaders
    group by mineral_id, table_role

),

-- a trend needs an earlier year
tables as (

    select
        roles.*,
        case when roles.first_year < roles.year then roles.first_hhi end as earlier_hhi,
        case when roles.first_year < roles.year then roles.first_top1_share_pct end as earlier_share_pct
    from {{ ref('core_current_table') }} as roles
    where roles.table_role is not null

)

select
    tables.table_id,
    tables.mineral_id,
    tables.table_role,
    tables.edition_id,
    editions.source_name,
    editions.edition,
    tables.stage,
    tables.form,
    tables.basis,
    tables.year,
    concentration.world_tonnes,
    concentration.world_basis,
    concentration.world_printed_tonnes,
    concentration.no_world_because,
    caps.excludes as world_excludes,
    concentration.producer_count,
    concentration.withheld_count,
    concentration.residual_share_pct,
    {% for place in ['top1', 'second', 'third'] -%}
    placed.{{ place }}_country_id,
    placed.{{ place }}_country,
    placed.{{ place }}_share_pct,
    placed.{{ place }}_share_min_pct,
    placed.{{ place }}_share_max_pct,
    {% endfor -%}
    placed.top1_share_of_printed_pct,
    placed.top1_share_all_min_pct,
    placed.top1_share_all_max_pct,
    concentration.top3_share_pct,
    placed.top1_share_min_pct > greatest(coalesce(placed.others_max_pct, 0), concentration.residual_max_pct)
        as is_leader_certain,
    concentration.hhi,
    concentration.hhi_min,
    concentration.hhi_max,
    concentration.hhi_wgi,
    concentration.wgi_coverage_pct,
    concentration.firmness,
    concentration.firmness_reasons,
    concentration.cap_firmness,
    concentration.hhi_revision_min,
    concentration.hhi_revision_max,
    concentration.top_revision_min_pct,
    concentration.top_revision_max_pct,
    tables.first_year as trend_from_year,
    tables.earlier_hhi as trend_from_hhi,
    {{ round_pct('100 * (concentration.hhi - tables.earlier_hhi) / nullif(tables.earlier_hhi, 0)') }} as hhi_trend_pct,
    {{ round_pct('placed.top1_share_pct - tables.earlier_share_pct') }} as top1_share_trend_points,
    -- editions revise by a tenth as a matter of routine: less is no trend
    case
        when tables.first_year >= tables.year or concentration.hhi is null then null
        when concentration.hhi > 1.1 * tables.first_hhi then 'rising'
        when concentration.hhi < 0.9 * tables.first_hhi then 'falling'
        else 'steady'
    end as trend,
    caps.cap_pct,
    caps.is_above_cap,
    caps.first_year_above as first_year_above_cap,
    caps.tonnes_to_cap
from tables
-- one row each
inner join {{ ref('fct_concentration') }} as concentration on tables.table_id = concentration.table_id
inner join {{ ref('core_edition') }} as editions on tables.edition_id = editions.edition_id
-- one row at most each; production is one of the measures of the cap
left join {{ ref('fct_single_country_cap') }} as caps
    on tables.table_id = caps.table_id and caps.measure = 'world_production'
left join placed
    on tables.mineral_id = placed.mineral_id and tables.table_role = placed.table_role
