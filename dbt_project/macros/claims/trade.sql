{#- Readings are measured in one edition of the Harmonized System, the one with the longest series; the note of each
    verdict names it. -#}
{% macro hs_edition_of_readings() %}'HS92'{% endmacro %}

{#- Where a reader finds a figure of trade. -#}
{% macro trade_key(figures, what, who) -%}
concat_ws(
    '|', {{ figures }}.edition_id, {{ figures }}.hs_edition, {{ what }}, {{ who }},
    cast({{ figures }}.year as {{ dbt.type_string() }})
)
{%- endmacro %}
