{#- How many of the last years that a table prints count as evidence of output. -#}
{% macro evidence_years() %}2{% endmacro %}

{#- True, false or nobody knows, from counts: rows that print output, rows that print an unknown, tables that
    could hide an unnamed country, tables at all. -#}
{% macro three_states(yes, unknown, tables) -%}
case
        when {{ yes }} > 0 then true
        when {{ unknown }} > 0 or {{ tables }} = 0 then cast(null as boolean)
        else false
    end
{%- endmacro %}

{#- What a country can do with a mineral, and the tables that tell: any, those of mines, those of all later stages. -#}
{% macro evidence_verbs() -%}
{{ return({'produced': 'true', 'mined': "stage = 'mine'", 'processed': "stage <> 'mine'"}) }}
{%- endmacro %}
