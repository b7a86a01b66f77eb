{#- Money as it is published: whole US dollars. -#}
{% macro round_usd(expression) -%}
    round({{ expression }}, 0)
{%- endmacro %}
