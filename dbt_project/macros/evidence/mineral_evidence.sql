{#- Whether a country makes a mineral, as each window knows it, by the number of the reason that decides: over all steps,
    over those of mines and over the later ones. Without a country: whoever no table of the mineral names. -#}
{% macro mineral_evidence() -%}
select
    window_id,
    country_id,
    {% for verb, condition in evidence_verbs().items() -%}
    min(case when {{ condition }} then reason_no end) as {{ verb }}_no,
    {% endfor -%}
    mineral_id
from {{ ref('int_step_evidence') }}
group by window_id, country_id, mineral_id
{%- endmacro %}
