-- Readings with the claim's own country, list and mineral where they name none, numbers read as numbers.
{%- set inherited = {'country_id': 'subject_country_id', 'list_id': 'list_id', 'mineral_id': 'mineral_id'} %}
with readings as (

    select
        readings.*,
        {% for column, of_claim in inherited.items() -%}
        coalesce(readings.{{ column }}, claims.{{ of_claim }}) as own_{{ column }},
        {% endfor -%}
        measures.unit
    from {{ ref('claim_readings') }} as readings
    -- one row: a reading belongs to one claim and names one measure
    inner join {{ ref('claims') }} as claims on readings.claim_id = claims.claim_id
    inner join {{ ref('claim_measures') }} as measures on readings.measure = measures.measure

)

select
    claim_id,
    reading_id,
    reading,
    reads_as,
    verb,
    measure,
    unit,
    {% for column in subject_columns() -%}
    {{ 'own_' ~ column ~ ' as ' if column in inherited }}{{ column }},
    {% endfor -%}
    concat_ws(
        '|', measure
        {%- for column in subject_columns() %},
        coalesce({{ 'own_' if column in inherited }}{{ column }}, '-')
        {%- endfor %}
    ) as subject_key,
    comparison,
    case when comparison <> 'on' then try_cast(threshold as double) end as threshold,
    case when comparison = 'on' then threshold end as threshold_period,
    would_measure
from readings
