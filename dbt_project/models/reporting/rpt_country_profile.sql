with produced as (
    select
        country_id,
        cast(count(case when is_produced then 1 end) as integer) as produced_minerals,
        cast(count(case when is_mined then 1 end) as integer) as mined_minerals,
        cast(count(case when is_processed then 1 end) as integer) as processed_minerals,
        cast(count(case when is_produced is null then 1 end) as integer) as unknown_minerals
    from {{ ref('fct_country_mineral_evidence') }}
    group by country_id
),

coverage as (
    select
        coverage.country_id,
        {% for list_id in profile_lists() -%}
        max(case when coverage.list_id = '{{ list_id }}' then coverage.produced_members end) as {{ list_id }}_produced,
        max(case when coverage.list_id = '{{ list_id }}' then coverage.unknown_members end) as {{ list_id }}_unknown,
        max(case when coverage.list_id = '{{ list_id }}' then coverage.list_members end) as {{ list_id }}_members,
        {% endfor -%}
        {{ joined_text(
            "lists.jurisdiction || ' ' || lists.list_name || ': ' || cast(coverage.produced_members as " ~ dbt.type_string() ~ ") || ' of ' || cast("
            ~ "coverage.list_members as " ~ dbt.type_string() ~ ") || ' (' || cast(coverage.unknown_members as "
            ~ dbt.type_string() ~ ") || ' not known)'", 'lists.published_on, lists.list_id', '; '
        ) }} as list_coverage
    from {{ ref('fct_country_list_coverage') }} as coverage
    -- many to one
    inner join {{ ref('dim_critical_list') }} as lists on coverage.list_id = lists.list_id
    where coverage.is_latest_window and coverage.counting_rule = 'lines'
    group by coverage.country_id
),

sourced as (
    select
        dependence.leading_source_country_id as country_id,
        cast(count(*) as integer) as us_leading_source_minerals,
        {{ joined_text('minerals.mineral_name', separator='; ') }} as us_leading_source_of
    from {{ ref('fct_import_dependence') }} as dependence
    inner join {{ ref('dim_mineral') }} as minerals on dependence.mineral_id = minerals.mineral_id
    where dependence.is_latest_vintage
    group by dependence.leading_source_country_id
),

reserves as (
    select
        reserves_top1_country_id as country_id,
        cast(count(*) as integer) as reserves_led
    from {{ ref('int_mineral_reserves') }}
    where reserves_top1_share_pct is not null
    group by reserves_top1_country_id
),

governance as (
    select
        country_id,
        governance_mean,
        wgi_year,
        row_number() over (partition by country_id order by year desc nulls last) as years_back
    from {{ ref('core_governance_as_of') }}
),

memberships as (
    select
        country_id,
        {{ joined_text('group_name') }} as country_groups
    from {{ ref('dim_country_group') }}
    where member_to is null
    group by country_id
)

select
    countries.country_id,
    countries.country_name,
    countries.region,
    countries.subregion,
    memberships.country_groups,
    coalesce(produced.produced_minerals, 0) as produced_minerals,
    coalesce(produced.mined_minerals, 0) as mined_minerals,
    coalesce(produced.processed_minerals, 0) as processed_minerals,
    coalesce(produced.unknown_minerals, 0) as unknown_minerals,
    {% for rank in [1, 2, 3] -%}
    coalesce(output.rank{{ rank }}_minerals, 0) as rank{{ rank }}_minerals,
    {% endfor -%}
    coalesce(output.above_cap_minerals, 0) as above_cap_minerals,
    output.minerals_led,
    output.leading_minerals,
    output.top_mineral,
    output.top_mineral_share_pct,
    coalesce(reserves.reserves_led, 0) as reserves_led,
    {% for list_id in profile_lists() -%}
    coverage.{{ list_id }}_produced,
    coverage.{{ list_id }}_unknown,
    coverage.{{ list_id }}_members,
    {% endfor -%}
    coverage.list_coverage,
    coalesce(policy.agreement_count, 0) as agreement_count,
    policy.agreement_partners,
    policy.newest_agreement_on,
    coalesce(policy.export_control_count, 0) as export_control_count,
    policy.export_controls,
    coalesce(sourced.us_leading_source_minerals, 0) as us_leading_source_minerals,
    sourced.us_leading_source_of,
    governance.governance_mean as governance_score,
    governance.wgi_year as governance_year
from {{ ref('dim_country') }} as countries
-- one row to at most one, throughout
left join memberships on countries.country_id = memberships.country_id
left join produced on countries.country_id = produced.country_id
left join {{ ref('int_country_output') }} as output on countries.country_id = output.country_id
left join coverage on countries.country_id = coverage.country_id
left join {{ ref('int_country_policy') }} as policy on countries.country_id = policy.country_id
left join sourced on countries.country_id = sourced.country_id
left join governance on countries.country_id = governance.country_id and governance.years_back = 1
left join reserves on countries.country_id = reserves.country_id
where not countries.is_residual
