{#- Readings are measured in one edition of the Harmonized System, the one with the longest series; a code that a
    reading names in another one where that edition does not hold it. The note of each verdict names it. -#}
{% macro hs_edition_of_readings() %}'HS92'{% endmacro %}

{#- Where a reader finds a figure of trade. -#}
{% macro trade_key(figures, what, who) -%}
concat_ws(
    '|', {{ figures }}.edition_id, {{ figures }}.hs_edition, {{ what }}, {{ who }},
    cast({{ figures }}.year as {{ dbt.type_string() }})
)
{%- endmacro %}

{#- Every code of the list is held and, for weights, every flow was weighed: nothing is left that may be anybody's. -#}
{% macro all_imports_are_seen() -%}
    coverage.codes_held = coverage.codes_in_list
            and (coverage.counted = 'value' or leaders.kg_missing_value_pct = 0)
{%- endmacro %}
