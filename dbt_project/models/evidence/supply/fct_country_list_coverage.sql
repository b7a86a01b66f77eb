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

unnamed_elements as (

    select
        unnamed.window_id,
        elements.list_id,
        elements.counting_rule,
        {% for verb in verbs -%}
        max(case when unnamed.is_{{ verb }} is null then 1 else 0 end) as {{ verb }}_unknown,
        {% endfor -%}
        elements.element_key
    from {{ ref('core_list_element') }} as elements
    -- many rows: every window
    inner join {{ ref('int_unnamed_evidence') }} as unnamed on elements.mineral_id = unnamed.mineral_id
    group by unnamed.window_id, elements.list_id, elements.counting_rule, elements.element_key

),

unnamed_counts as (

    select
        window_id,
        list_id,
        counting_rule,
        {% for verb in verbs -%}
        sum({{ verb }}_unknown) as {{ verb }}_unknown,
        {% endfor -%}
        count(*) as list_members
    from unnamed_elements
    group by window_id, list_id, counting_rule

),

named_elements as (

    select distinct
        named.window_id,
        named.country_id,
        elements.list_id,
        elements.counting_rule,
        elements.element_key
    from {{ ref('int_named_evidence') }} as named
    -- many rows: every element that the mineral answers for
    inner join {{ ref('core_list_element') }} as elements on named.mineral_id = elements.mineral_id

),

-- an element is produced when one of its minerals is, and not when none is
named_answers as (

    select
        named_elements.window_id,
        named_elements.country_id,
        named_elements.list_id,
        named_elements.counting_rule,
        {% for verb in verbs -%}
        max(case when named.is_{{ verb }} then 1 else 0 end) as {{ verb }}_yes,
        max(case
            when named.mineral_id is not null then case when named.is_{{ verb }} is null then 1 else 0 end
            when unnamed.is_{{ verb }} is null then 1
            else 0
        end) as {{ verb }}_unknown,
        {% endfor -%}
        named_elements.element_key
    from named_elements
    -- many rows: every mineral of the element
    inner join {{ ref('core_list_element') }} as elements
        on
            named_elements.list_id = elements.list_id
            and named_elements.counting_rule = elements.counting_rule
            and named_elements.element_key = elements.element_key
    inner join {{ ref('int_unnamed_evidence') }} as unnamed
        on named_elements.window_id = unnamed.window_id and elements.mineral_id = unnamed.mineral_id
    left join {{ ref('int_named_evidence') }} as named
        on
            named_elements.window_id = named.window_id
            and named_elements.country_id = named.country_id
            and elements.mineral_id = named.mineral_id
    group by
        named_elements.window_id,
        named_elements.country_id,
        named_elements.list_id,
        named_elements.counting_rule,
        named_elements.element_key

),

differences as (

    select
        named_answers.window_id,
        named_answers.country_id,
        named_answers.list_id,
        {% for verb in verbs -%}
        sum(named_answers.{{ verb }}_yes) as {{ verb }}_yes,
        sum(
            case when named_answers.{{ verb }}_yes = 1 then 0 else named_answers.{{ verb }}_unknown end
            - unnamed_elements.{{ verb }}_unknown
        ) as {{ verb }}_unknown,
        {% endfor -%}
        named_answers.counting_rule
    from named_answers
    -- one row each
    inner join unnamed_elements
        on
            named_answers.window_id = unnamed_elements.window_id
            and named_answers.list_id = unnamed_elements.list_id
            and named_answers.counting_rule = unnamed_elements.counting_rule
            and named_answers.element_key = unnamed_elements.element_key
    group by
        named_answers.window_id, named_answers.country_id, named_answers.list_id, named_answers.counting_rule

),

counts as (

    select
        countries.country_id,
        unnamed_counts.list_id,
        unnamed_counts.counting_rule,
        unnamed_counts.window_id,
        {% for verb in verbs -%}
        coalesce(differences.{{ verb }}_yes, 0) as {{ verb }}_members,
        unnamed_counts.{{ verb }}_unknown + coalesce(differences.{{ verb }}_unknown, 0) as {{ verb }}_unknown_members,
        {% endfor -%}
        unnamed_counts.list_members
    from unnamed_counts
    -- every country with every list
    cross join {{ ref('dim_country') }} as countries
    left join differences
        on
            unnamed_counts.window_id = differences.window_id
            and countries.country_id = differences.country_id
            and unnamed_counts.list_id = differences.list_id
            and unnamed_counts.counting_rule = differences.counting_rule
    where not countries.is_residual

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
    cast(counts.processed_unknown_members as {{ dbt.type_int() }}) as processed_unknown_members
from counts
-- one row
inner join windows on counts.window_id = windows.window_id
