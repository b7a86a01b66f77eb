-- who has no table of its own is counted within its group, a narrow group within a wider one
with groups as (

    select
        members_of.mineral_id,
        minerals.mineral_name as group_name,
        row_number() over (
            partition by members_of.mineral_id order by members_of.group_id asc nulls last
        ) as place
    from {{ ref('core_mineral_group') }} as members_of
    -- at most one primary table each
    inner join {{ ref('int_mineral_tables') }} as group_tables
        on members_of.group_id = group_tables.mineral_id and group_tables.table_role = 'primary'
    inner join {{ ref('dim_mineral') }} as minerals on members_of.group_id = minerals.mineral_id

)

select
    minerals.mineral_id,
    minerals.mineral_name,
    minerals.symbol,
    minerals.mineral_group,
    minerals.is_group,
    case when mined.mineral_id is null then groups.group_name end as counted_within,
    {% for column in [
        'edition_id', 'source_name', 'edition', 'stage', 'form', 'basis', 'year', 'world_tonnes',
        'world_basis', 'world_printed_tonnes', 'world_excludes', 'no_world_because', 'producer_count',
    ] -%}
    mined.{{ column }},
    {% endfor -%}
    {% for place in ['top1', 'second', 'third'] -%}
    mined.{{ place }}_country_id,
    mined.{{ place }}_country,
    mined.{{ place }}_share_pct,
    mined.{{ place }}_share_min_pct,
    mined.{{ place }}_share_max_pct,
    {% endfor -%}
    mined.top1_share_of_printed_pct,
    mined.top1_share_all_min_pct,
    mined.top1_share_all_max_pct,
    {% for column in [
        'top3_share_pct', 'is_leader_certain', 'residual_share_pct', 'withheld_count', 'hhi', 'hhi_min', 'hhi_max',
        'hhi_wgi', 'wgi_coverage_pct', 'firmness', 'firmness_reasons', 'cap_firmness',
        'hhi_revision_min', 'hhi_revision_max', 'top_revision_min_pct', 'top_revision_max_pct', 'trend', 'trend_from_year', 'trend_from_hhi',
        'hhi_trend_pct', 'top1_share_trend_points', 'cap_pct', 'is_above_cap', 'first_year_above_cap', 'tonnes_to_cap',
    ] -%}
    mined.{{ column }},
    {% endfor -%}
    {% for column in [
        'stage', 'form', 'year', 'top1_country_id', 'top1_country', 'top1_share_pct', 'top1_share_min_pct',
        'top1_share_max_pct', 'hhi', 'hhi_max', 'trend',
    ] -%}
    processed.{{ column }} as processed_{{ column }},
    {% endfor -%}
    processed.is_above_cap as is_processed_above_cap,
    {% for step in ['mining', 'processing'] -%}
    coalesce({{ step }}.table_count, 0) as {{ step }}_tables,
    {{ step }}.unmeasured_count as {{ step }}_unmeasured_steps,
    {{ step }}.is_above_cap as is_{{ step }}_above_cap,
    {{ step }}.is_concentrated as is_{{ step }}_concentrated,
    {{ step }}.is_rising as is_{{ step }}_rising,
    {% endfor -%}
    {% for column in [
        'largest_share_pct', 'largest_share_all_min_pct', 'largest_share_all_max_pct', 'largest_share_country',
        'largest_share_stage', 'largest_share_form', 'largest_share_year',
    ] -%}
    coalesce(mining.{{ column }}, processing.{{ column }}) as {{ column }},
    {% endfor -%}
    reserves.reserves_year,
    reserves.reserves_form,
    reserves.reserves_tonnes,
    reserves.is_reserves_at_least,
    reserves.reserves_years,
    reserves.reserves_top1_country,
    reserves.reserves_top1_share_pct,
    coalesce(lists.list_count, 0) as list_count,
    lists.lists,
    {% for list_id in profile_lists() -%}
    coalesce(lists.is_on_{{ list_id }}, false) as is_on_{{ list_id }},
    {% endfor -%}
    {% for column in [
        'nir_year', 'nir_form', 'nir_pct', 'nir_min_pct', 'nir_max_pct', 'nir_as_printed', 'import_form',
    ] -%}
    dependence.{{ column }} as us_{{ column }},
    {% endfor -%}
    source_countries.country_name as us_leading_source,
    dependence.leading_source_share_pct as us_leading_source_share_pct,
    dependence.is_source_leading_producer as is_us_source_leading_producer,
    coalesce(policy.export_control_count, 0) as export_control_count,
    policy.export_controls,
    case when mined.hhi is not null then coalesce(policy.controlled_output_pct, 0) end as controlled_output_pct,
    case
        when mined.hhi is null then null
        when policy.mineral_id is null then false
        else policy.is_output_controlled
    end as is_output_controlled,
    coalesce(policy.agreement_count, 0) as agreement_count,
    {{ mineral_summary('mined', 'processed', 'groups.group_name', 'mining', 'processing') }} as summary
from {{ ref('dim_mineral') }} as minerals
-- one row to at most one, throughout
left join {{ ref('int_mineral_tables') }} as mined
    on minerals.mineral_id = mined.mineral_id and mined.table_role = 'primary'
left join {{ ref('int_mineral_tables') }} as processed
    on minerals.mineral_id = processed.mineral_id and processed.table_role = 'processed'
left join {{ ref('int_mineral_steps') }} as mining
    on minerals.mineral_id = mining.mineral_id and mining.stage_group = 'mining'
left join {{ ref('int_mineral_steps') }} as processing
    on minerals.mineral_id = processing.mineral_id and processing.stage_group = 'processing'
left join {{ ref('int_mineral_reserves') }} as reserves on minerals.mineral_id = reserves.mineral_id
left join {{ ref('int_mineral_lists') }} as lists on minerals.mineral_id = lists.mineral_id
left join {{ ref('fct_import_dependence') }} as dependence
    on minerals.mineral_id = dependence.mineral_id and dependence.is_latest_vintage
left join {{ ref('dim_country') }} as source_countries
    on dependence.leading_source_country_id = source_countries.country_id
left join {{ ref('int_mineral_policy') }} as policy on minerals.mineral_id = policy.mineral_id
left join groups on minerals.mineral_id = groups.mineral_id and groups.place = 1
