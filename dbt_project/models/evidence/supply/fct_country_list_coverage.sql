-- Nearly all countries are named in few tables: what holds for a country that nobody names is counted once, and
-- each country differs from it where a table names it.
{%- set verbs = evidence_verbs() %}
with windows as (

    select
        window_id,
        evidence_window,
        known_from,
        is_latest_window,
        min(year) as first_year,
        max(year) as last_year
    from {{ ref('core_evidence_window') }}
    group by window_id, evidence_window, known_from, is_latest_window

),

-- an element is produced when one of its minerals is, and not when none is: the least reason decides
elements as (

    select
        window_id,
        list_id,
        counting_rule,
        element_key,
        {% for verb in verbs -%}
        {{ is_yes('min(' ~ verb ~ '_no)') }} as {{ verb }}_yes,
        {{ is_unknown('min(' ~ verb ~ '_no)') }} as {{ verb }}_unknown,
        max(case when country_id is null then {{ is_unknown('min(' ~ verb ~ '_no)') }} end) over same_element
            as unnamed_{{ verb }}_unknown,
        {% endfor -%}
        country_id
    from {{ ref('int_element_evidence') }}
    group by window_id, list_id, counting_rule, element_key, country_id
    window same_element as (partition by window_id, list_id, counting_rule, element_key)

),

unnamed as (

    select
        window_id,
        list_id,
        counting_rule,
        {% for verb in verbs -%}
        sum({{ verb }}_unknown) as {{ verb }}_unknown,
        {% endfor -%}
        count(*) as list_members
    from elements
    where country_id is null
    group by window_id, list_id, counting_rule

),

differences as (

    select
        window_id,
        list_id,
        counting_rule,
        {% for verb in verbs -%}
        sum({{ verb }}_yes) as {{ verb }}_yes,
        sum({{ verb }}_unknown - unnamed_{{ verb }}_unknown) as {{ verb }}_unknown,
        {% endfor -%}
        country_id
    from elements
    where country_id is not null
    group by window_id, list_id, counting_rule, country_id

),

counts as (

    select
        unnamed.*,
        {% for verb in verbs -%}
        coalesce(differences.{{ verb }}_yes, 0) as {{ verb }}_members,
        unnamed.{{ verb }}_unknown + coalesce(differences.{{ verb }}_unknown, 0) as {{ verb }}_unknown_members,
        {% endfor -%}
        countries.country_id
    from unnamed
    -- every country with every list
    cross join {{ ref('dim_country') }} as countries
    left join differences
        on
            unnamed.window_id = differences.window_id
            and countries.country_id = differences.country_id
            and unnamed.list_id = differences.list_id
            and unnamed.counting_rule = differences.counting_rule
    where not countries.is_residual

),

-- by the newest evidence: it is counted for countries with any evidence only
supply as (

    select
        list_id,
        counting_rule,
        country_id,
        {{ count_where('can_supply') }} as supply_members,
        {{ count_where('is_only_said') }} as said_members,
        {{ count_where('overrules_none') }} as overruled_members
    from {{ ref('int_line_supply') }}
    group by list_id, counting_rule, country_id

)

select
    counts.country_id,
    counts.list_id,
    counts.counting_rule,
    windows.evidence_window,
    windows.window_id as edition_id,
    cast(windows.first_year as {{ dbt.type_int() }}) as first_year,
    cast(windows.last_year as {{ dbt.type_int() }}) as last_year,
    windows.known_from,
    windows.is_latest_window,
    cast(counts.list_members as {{ dbt.type_int() }}) as list_members,
    cast(counts.produced_members as {{ dbt.type_int() }}) as produced_members,
    cast(counts.list_members - counts.produced_members - counts.produced_unknown_members as {{ dbt.type_int() }})
        as not_produced_members,
    cast(counts.produced_unknown_members as {{ dbt.type_int() }}) as unknown_members,
    {{ round_pct('100 * counts.produced_members / nullif(counts.list_members, 0)') }} as coverage_pct,
    {{ round_pct(
        '100 * (counts.produced_members + counts.produced_unknown_members) / nullif(counts.list_members, 0)'
    ) }} as coverage_max_pct,
    cast(counts.mined_members as {{ dbt.type_int() }}) as mined_members,
    cast(counts.mined_unknown_members as {{ dbt.type_int() }}) as mined_unknown_members,
    cast(counts.processed_members as {{ dbt.type_int() }}) as processed_members,
    cast(counts.processed_unknown_members as {{ dbt.type_int() }}) as processed_unknown_members,
    cast(case when windows.is_latest_window then coalesce(supply.supply_members, 0) end as {{ dbt.type_int() }})
        as can_supply_members,
    cast(case
        when windows.is_latest_window
            then
                counts.produced_members + counts.produced_unknown_members
                + coalesce(supply.overruled_members - supply.supply_members, 0)
    end as {{ dbt.type_int() }}) as can_supply_unknown_members,
    cast(case when windows.is_latest_window then coalesce(supply.said_members, 0) end as {{ dbt.type_int() }})
        as only_said_members
from counts
-- one row
inner join windows on counts.window_id = windows.window_id
-- one row at most: none for a country without evidence
left join supply
    on
        counts.list_id = supply.list_id
        and counts.counting_rule = supply.counting_rule
        and counts.country_id = supply.country_id
