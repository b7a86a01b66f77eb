{#- How many of the last years that a table prints count as evidence of output. -#}
{% macro evidence_years() %}2{% endmacro %}

{#- What a country can do with a mineral, and the steps that decide: any, those of mines, those of all later stages. -#}
{% macro evidence_verbs() -%}
{{ return({'produced': 'true', 'mined': "stage = 'mine'", 'processed': "stage <> 'mine'"}) }}
{%- endmacro %}

{#- True, false or nobody knows. Reasons are numbered so that the least of several is the one that decides: output
    anywhere is a yes, one open step leaves the answer open, and only reasons for a no together make a no. The register
    evidence_reasons.csv holds the numbers; its model holds it to these limits. -#}
{% macro three_states(reason_no) -%}
case
        when {{ reason_no }} < 20 then true
        when {{ reason_no }} < 40 then cast(null as boolean)
        when {{ is_known_no(reason_no) }} then false
    end
{%- endmacro %}

{#- The same as 1 or 0, for counting. -#}
{% macro is_yes(reason_no) %}case when {{ reason_no }} < 20 then 1 else 0 end{% endmacro %}
{% macro is_unknown(reason_no) %}case when {{ reason_no }} between 20 and 39 then 1 else 0 end{% endmacro %}

{#- A known no, whatever the reason. -#}
{% macro is_known_no(reason_no) %}{{ reason_no }} >= 40{% endmacro %}

{#- Why, for people: of both parts of the chain where output is printed at neither. -#}
{% macro why_words(produced, mined, processed) -%}
case
        when {{ produced }}.is_produced then {{ produced }}.meaning
        when {{ mined }}.reason = {{ processed }}.reason then {{ produced }}.meaning
        else 'mines: ' || {{ mined }}.meaning || '; later steps: ' || {{ processed }}.meaning
    end
{%- endmacro %}

{#- A step is there and its output is known to be zero. -#}
{% macro is_known_none(reason_no) -%}
{{ reason_no }} between 40 and 49
{%- endmacro %}

{#- Whether a country can supply, by its best evidence: no is only said where every step is known to be zero, and never
    against evidence that says yes. -#}
{% macro can_supply(grade, produced_no) -%}
case
        when {{ grade }}.can_supply then true
        when {{ is_known_no(produced_no) }} then false
        else cast(null as boolean)
    end
{%- endmacro %}
