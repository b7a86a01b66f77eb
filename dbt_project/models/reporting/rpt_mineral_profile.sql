-- Which lists name a mineral: itself, the group that it belongs to, or members of the group that it is.
with list_lines as (
    select distinct
        members.list_id,
        lists.list_name,
        lists.jurisdiction,
        lists.published_on,
        members.mineral_id
    from {{ ref('fct_list_member') }} as members
    -- many lines to one list
    inner join {{ ref('dim_critical_list') }} as lists on members.list_id = lists.list_id
    where not members.is_watched
),

named as (
    select
        list_id,
        list_name,
        jurisdiction,
        published_on,
        mineral_id,
        1 as how
    from list_lines
    union all
    select
        list_lines.list_id,
        list_lines.list_name,
        list_lines.jurisdiction,
        list_lines.published_on,
        members_of.mineral_id,
        2 as how
    from list_lines
    -- one group to many members
    inner join {{ ref('core_mineral_group') }} as members_of on list_lines.mineral_id = members_of.group_id
    union all
    select
        list_lines.list_id,
        list_lines.list_name,
        list_lines.jurisdiction,
        list_lines.published_on,
        members_of.group_id as mineral_id,
        3 as how
    from list_lines
    -- one member to its groups
    inner join {{ ref('core_mineral_group') }} as members_of on list_lines.mineral_id = members_of.mineral_id
),

named_once as (
    select
        list_id,
        list_name,
        jurisdiction,
        published_on,
        mineral_id,
        min(how) as how
    from named
    group by list_id, list_name, jurisdiction, published_on, mineral_id
),

lists as (
    select
        mineral_id,
        cast(count(*) as integer) as list_count,
        {{ joined_text(
            "jurisdiction || ' ' || list_name || case how when 2 then ' (its group)' when 3 then ' (its members)' else '' end",
            'published_on, list_id', '; '
        ) }} as lists,
        max(case when list_id = 'us_2025' then 1 else 0 end) = 1 as is_on_us_2025,
        max(case when list_id = 'uk_strategy_2025' then 1 else 0 end) = 1 as is_on_uk_strategy_2025,
        max(case when list_id = 'eu_2023' then 1 else 0 end) = 1 as is_on_eu_2023
    from named_once
    group by mineral_id
),

-- measures on a mineral, and those on the group that it belongs to
measures as (
    select
        policy_measure_id,
        mineral_id,
        kind,
        control_type,
        party_a,
        year,
        covers,
        stage,
        is_primary_supply
    from {{ ref('fct_policy_measure_mineral') }}
    union all
    select
        links.policy_measure_id,
        members_of.mineral_id,
        links.kind,
        links.control_type,
        links.party_a,
        links.year,
        links.covers,
        links.stage,
        links.is_primary_supply
    from {{ ref('fct_policy_measure_mineral') }} as links
    -- one group to many members
    inner join {{ ref('core_mineral_group') }} as members_of on links.mineral_id = members_of.group_id
),

policy as (
    select
        measures.mineral_id,
        count(distinct case when measures.kind = 'export_control' then measures.policy_measure_id end)
            as export_control_count,
        count(distinct case when measures.kind = 'agreement' then measures.policy_measure_id end) as agreement_count,
        {{ joined_text(
            "case when measures.kind = 'export_control' then countries.country_name || ': ' || "
            ~ words('measures.control_type') ~ " || ', ' || " ~ words('measures.covers')
            ~ " || ' (' || cast(measures.year as " ~ dbt.type_string() ~ ") || ')' end",
            'countries.country_name, measures.year, measures.policy_measure_id', '; '
        ) }} as export_controls
    from measures
    -- many measures to one country; groups of countries control nothing
    left join {{ ref('dim_country') }} as countries on measures.party_a = countries.country_id
    group by measures.mineral_id
),

controlling as (
    select distinct
        mineral_id,
        party_a as country_id,
        stage
    from measures
    where kind = 'export_control' and is_primary_supply
),

controlled_countries as (
    select distinct
        tables.mineral_id,
        shares.country_id,
        shares.share_pct
    from {{ ref('int_mineral_tables') }} as tables
    -- one table to many countries
    inner join {{ ref('fct_country_share') }} as shares on {{ same_table_year('tables', 'shares') }}
    -- a country may control a mineral twice
    inner join controlling
        on
            tables.mineral_id = controlling.mineral_id
            and shares.country_id = controlling.country_id
            and coalesce(controlling.stage, tables.stage) = tables.stage
    where tables.table_role = 'primary'
),

controlled as (
    select
        mineral_id,
        {{ round_pct('sum(share_pct)') }} as controlled_output_pct
    from controlled_countries
    group by mineral_id
),

-- who has no table of its own is counted within its group, a narrow group within a wider one
counted_within as (
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
    left join {{ ref('int_mineral_tables') }} as own_tables
        on members_of.mineral_id = own_tables.mineral_id and own_tables.table_role = 'primary'
    inner join {{ ref('dim_mineral') }} as minerals on members_of.group_id = minerals.mineral_id
    where own_tables.mineral_id is null
)

select
    minerals.mineral_id,
    minerals.mineral_name,
    minerals.symbol,
    minerals.mineral_group,
    minerals.is_group,
    counted_within.group_name as counted_within,
    mined.edition_id,
    mined.source_name,
    mined.edition,
    mined.stage,
    mined.form,
    mined.basis,
    mined.year,
    mined.world_tonnes,
    mined.excludes as world_excludes,
    mined.no_world_because,
    mined.producer_count,
    {% for place in ['top1', 'second', 'third'] -%}
    mined.{{ place }}_country_id,
    mined.{{ place }}_country,
    mined.{{ place }}_share_pct,
    mined.{{ place }}_share_min_pct,
    mined.{{ place }}_share_max_pct,
    {% endfor -%}
    mined.top3_share_pct,
    mined.is_leader_certain,
    mined.residual_share_pct,
    mined.withheld_count,
    mined.hhi,
    mined.hhi_min,
    mined.hhi_max,
    mined.hhi_wgi,
    mined.wgi_coverage_pct,
    mined.confidence,
    mined.confidence_because,
    mined.trend,
    mined.trend_from_year,
    mined.trend_from_hhi,
    mined.hhi_trend_pct,
    mined.top1_share_trend_points,
    mined.cap_pct,
    mined.is_above_cap,
    mined.first_year_above_cap,
    mined.tonnes_to_cap,
    processed.stage as processed_stage,
    processed.form as processed_form,
    processed.year as processed_year,
    processed.top1_country_id as processed_top1_country_id,
    processed.top1_country as processed_top1_country,
    processed.top1_share_pct as processed_top1_share_pct,
    processed.top1_share_min_pct as processed_top1_share_min_pct,
    processed.top1_share_max_pct as processed_top1_share_max_pct,
    processed.hhi as processed_hhi,
    processed.hhi_max as processed_hhi_max,
    processed.trend as processed_trend,
    processed.is_above_cap as is_processed_above_cap,
    reserves.reserves_year,
    reserves.reserves_form,
    reserves.reserves_tonnes,
    reserves.is_reserves_at_least,
    reserves.reserves_years,
    reserves.reserves_top1_country,
    reserves.reserves_top1_share_pct,
    coalesce(lists.list_count, 0) as list_count,
    lists.lists,
    coalesce(lists.is_on_us_2025, false) as is_on_us_2025,
    coalesce(lists.is_on_uk_strategy_2025, false) as is_on_uk_strategy_2025,
    coalesce(lists.is_on_eu_2023, false) as is_on_eu_2023,
    dependence.nir_year as us_nir_year,
    dependence.nir_form as us_nir_form,
    dependence.nir_pct as us_nir_pct,
    dependence.nir_min_pct as us_nir_min_pct,
    dependence.nir_max_pct as us_nir_max_pct,
    dependence.nir_as_printed as us_nir_as_printed,
    dependence.import_form as us_import_form,
    source_countries.country_name as us_leading_source,
    dependence.leading_source_share_pct as us_leading_source_share_pct,
    dependence.is_source_leading_producer as is_us_source_leading_producer,
    cast(coalesce(policy.export_control_count, 0) as integer) as export_control_count,
    policy.export_controls,
    case when mined.hhi is not null then coalesce(controlled.controlled_output_pct, 0) end as controlled_output_pct,
    cast(coalesce(policy.agreement_count, 0) as integer) as agreement_count,
    case
        when mined.mineral_id is null and counted_within.group_name is not null
            then 'No figures of its own: counted within ' || lower(counted_within.group_name) || '.'
        when mined.mineral_id is null then 'No production table in the sources.'
        when mined.top1_country is null
            then 'No shares: ' || {{ words("coalesce(mined.no_world_because, 'nothing_known')") }} || '.'
        else
            mined.top1_country || ' makes ' || {{ percent_text('mined.top1_share_pct') }} || ' of world output ('
            || mined.stage || case when mined.form = 'all' then '' else ', ' || {{ words('mined.form') }} end || ', '
            || cast(mined.year as {{ dbt.type_string() }}) || ')'
            || case
                when mined.is_leader_certain then ''
                else '; who leads is not certain'
            end
            || coalesce(
                ', ' || processed.top1_country || ' ' || {{ percent_text('processed.top1_share_pct') }}
                || ' at the ' || processed.stage
                || case when processed.form = 'all' then '' else ' (' || {{ words('processed.form') }} || ')' end, ''
            )
            || case
                when mined.is_above_cap or processed.is_above_cap then '; above ' || {{ percent_text('mined.cap_pct') }}
                when mined.is_above_cap is null or (processed.mineral_id is not null and processed.is_above_cap is null)
                    then '; whether above ' || {{ percent_text('mined.cap_pct') }} || ' cannot be told'
                else ''
            end
            || '.'
    end as summary
from {{ ref('dim_mineral') }} as minerals
-- one row to at most one, throughout
left join {{ ref('int_mineral_tables') }} as mined
    on minerals.mineral_id = mined.mineral_id and mined.table_role = 'primary'
left join {{ ref('int_mineral_tables') }} as processed
    on minerals.mineral_id = processed.mineral_id and processed.table_role = 'processed'
left join {{ ref('int_mineral_reserves') }} as reserves on minerals.mineral_id = reserves.mineral_id
left join lists on minerals.mineral_id = lists.mineral_id
left join {{ ref('fct_import_dependence') }} as dependence
    on minerals.mineral_id = dependence.mineral_id and dependence.is_latest_vintage
left join {{ ref('dim_country') }} as source_countries
    on dependence.leading_source_country_id = source_countries.country_id
left join policy on minerals.mineral_id = policy.mineral_id
left join controlled on minerals.mineral_id = controlled.mineral_id
left join counted_within on minerals.mineral_id = counted_within.mineral_id and counted_within.place = 1
