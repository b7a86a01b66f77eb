-- newest year of each table in its newest edition
with tables as (
    select
        edition_id,
        mineral_id,
        stage,
        form,
        year,
        row_number() over (
            partition by source_id, mineral_id, stage, form
            order by case when hhi is null then 1 else 0 end, year desc nulls last
        ) as years_back
    from {{ ref('fct_concentration') }}
    where is_latest_vintage
),

-- of several tables of a mineral the one in which the country makes the larger part
shares as (
    select
        shares.country_id,
        shares.mineral_id,
        minerals.mineral_name,
        shares.stage,
        shares.form,
        shares.year,
        shares.share_pct,
        shares.share_rank,
        cap.is_above_cap,
        row_number() over (
            partition by shares.country_id, shares.mineral_id
            order by
                shares.share_pct desc nulls last,
                shares.stage asc nulls last,
                shares.form asc nulls last,
                shares.edition_id asc nulls last
        ) as table_place,
        min(shares.share_rank) over (partition by shares.country_id, shares.mineral_id) as best_rank
    from tables
    -- one table to many countries
    inner join {{ ref('fct_country_share') }} as shares on {{ same_table_year('tables', 'shares') }}
    inner join {{ ref('dim_mineral') }} as minerals on shares.mineral_id = minerals.mineral_id
    -- at most one
    left join {{ ref('fct_single_country_cap') }} as cap
        on
            {{ same_table_year('tables', 'cap') }}
            and cap.measure = 'world_production'
            and shares.country_id = cap.top_country_id
    where tables.years_back = 1 and shares.quantity_tonnes > 0 and shares.share_pct is not null
),

ranked as (
    select
        country_id,
        mineral_name,
        stage,
        form,
        year,
        share_pct,
        best_rank,
        is_above_cap,
        row_number() over (
            partition by country_id order by share_pct desc nulls last, mineral_name asc nulls last
        ) as place
    from shares
    where table_place = 1
),

leaders as (
    select
        country_id,
        {% for rank in [1, 2, 3] -%}
        cast(count(case when best_rank = {{ rank }} then 1 end) as integer) as rank{{ rank }}_minerals,
        {% endfor -%}
        cast(count(case when is_above_cap then 1 end) as integer) as above_cap_minerals,
        {{ joined_text("case when best_rank = 1 then mineral_name end", '-share_pct, mineral_name', '; ') }}
            as minerals_led,
        {{ joined_text(
            "case when place <= 5 then mineral_name || ' ' || " ~ percent_text('share_pct') ~ " || ' (' || stage || case when"
            ~ " form = 'all' then '' else ' ' || " ~ words('form') ~ " end || ', ' || cast(year as "
            ~ dbt.type_string() ~ ") || ')' end", '-share_pct, mineral_name', '; '
        ) }} as leading_minerals,
        max(case when place = 1 then mineral_name end) as top_mineral,
        max(case when place = 1 then share_pct end) as top_mineral_share_pct
    from ranked
    group by country_id
),

produced as (
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
        {% for list_id in ['us_2025', 'uk_strategy_2025', 'eu_2023'] -%}
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

-- both sides of an agreement, and the members of a group that signed (as of the day)
parties as (
    select
        policy_measure_id,
        instrument_id,
        kind,
        control_type,
        signed_first_day,
        year,
        minerals_as_printed,
        party_a as country_id,
        party_b_name as partner_name
    from {{ ref('fct_policy_measure') }}
    union all
    select
        policy_measure_id,
        instrument_id,
        kind,
        control_type,
        signed_first_day,
        year,
        minerals_as_printed,
        party_b as country_id,
        party_a_name as partner_name
    from {{ ref('fct_policy_measure') }}
    where party_b is not null
    union all
    select
        measures.policy_measure_id,
        measures.instrument_id,
        measures.kind,
        measures.control_type,
        measures.signed_first_day,
        measures.year,
        measures.minerals_as_printed,
        members.country_id,
        measures.party_b_name as partner_name
    from {{ ref('fct_policy_measure') }} as measures
    -- one group to its members of that day
    inner join {{ ref('dim_country_group') }} as members
        on
            measures.party_a = members.group_id
            and measures.signed_first_day >= members.member_from
            and measures.signed_first_day <= coalesce(members.member_to, measures.signed_first_day)
),

partners as (
    select
        country_id,
        partner_name,
        count(distinct instrument_id) as instruments
    from parties
    where kind = 'agreement'
    group by country_id, partner_name
),

partner_texts as (
    select
        country_id,
        {{ joined_text(
            "partner_name || ' (' || cast(instruments as " ~ dbt.type_string() ~ ") || ')'",
            '-instruments, partner_name'
        ) }} as agreement_partners
    from partners
    group by country_id
),

policy as (
    select
        country_id,
        cast(count(distinct case when kind = 'agreement' then instrument_id end) as integer) as agreement_count,
        max(case when kind = 'agreement' then signed_first_day end) as newest_agreement_on,
        cast(count(distinct case when kind = 'export_control' then policy_measure_id end) as integer)
            as export_control_count,
        {{ joined_text(
            "case when kind = 'export_control' then minerals_as_printed || ': ' || " ~ words('control_type')
            ~ " || ' (' || cast(year as " ~ dbt.type_string() ~ ") || ')' end",
            'year, minerals_as_printed', '; '
        ) }} as export_controls
    from parties
    group by country_id
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
    coalesce(leaders.rank{{ rank }}_minerals, 0) as rank{{ rank }}_minerals,
    {% endfor -%}
    coalesce(leaders.above_cap_minerals, 0) as above_cap_minerals,
    leaders.minerals_led,
    leaders.leading_minerals,
    leaders.top_mineral,
    leaders.top_mineral_share_pct,
    coalesce(reserves.reserves_led, 0) as reserves_led,
    {% for list_id in ['us_2025', 'uk_strategy_2025', 'eu_2023'] -%}
    coverage.{{ list_id }}_produced,
    coverage.{{ list_id }}_unknown,
    coverage.{{ list_id }}_members,
    {% endfor -%}
    coverage.list_coverage,
    coalesce(policy.agreement_count, 0) as agreement_count,
    partner_texts.agreement_partners,
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
left join leaders on countries.country_id = leaders.country_id
left join coverage on countries.country_id = coverage.country_id
left join policy on countries.country_id = policy.country_id
left join partner_texts on countries.country_id = partner_texts.country_id
left join sourced on countries.country_id = sourced.country_id
left join governance on countries.country_id = governance.country_id and governance.years_back = 1
left join reserves on countries.country_id = reserves.country_id
where not countries.is_residual
