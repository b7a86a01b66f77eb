-- What a list counts, with every mineral that answers for it: the answer for whoever is not named (country_id is null),
-- and that of each country which a table names for one of the minerals.
{%- set verbs = evidence_verbs() %}
with minerals as (

    {{ mineral_evidence() }}

),

unnamed as (

    select
        elements.*,
        {% for verb in verbs -%}
        unnamed.{{ verb }}_no,
        {% endfor -%}
        unnamed.window_id
    from {{ ref('core_list_element') }} as elements
    -- many rows: every window
    inner join minerals as unnamed
        on elements.mineral_id = unnamed.mineral_id and unnamed.country_id is null

),

countries as (

    select distinct
        unnamed.window_id,
        unnamed.list_id,
        unnamed.counting_rule,
        unnamed.element_key,
        named.country_id
    from unnamed
    -- many rows: every country that a table names
    inner join minerals as named
        on
            unnamed.window_id = named.window_id
            and unnamed.mineral_id = named.mineral_id
            and named.country_id is not null

)

select
    window_id,
    list_id,
    counting_rule,
    element_key,
    mineral_id,
    is_named_by_line,
    {% for verb in verbs -%}
    {{ verb }}_no,
    {% endfor -%}
    cast(null as {{ dbt.type_string() }}) as country_id
from unnamed

union all

select
    unnamed.window_id,
    unnamed.list_id,
    unnamed.counting_rule,
    unnamed.element_key,
    unnamed.mineral_id,
    unnamed.is_named_by_line,
    {% for verb in verbs -%}
    coalesce(named.{{ verb }}_no, unnamed.{{ verb }}_no) as {{ verb }}_no,
    {% endfor -%}
    countries.country_id
from countries
-- many rows: every mineral of the element
inner join unnamed
    on
        countries.window_id = unnamed.window_id
        and countries.list_id = unnamed.list_id
        and countries.counting_rule = unnamed.counting_rule
        and countries.element_key = unnamed.element_key
left join minerals as named
    on
        unnamed.window_id = named.window_id
        and unnamed.mineral_id = named.mineral_id
        and countries.country_id = named.country_id
