{#- A quantity, or zero where it is less; unknown stays unknown, which `greatest` would turn into zero. -#}
{% macro none_below_zero(expression) -%}
    case when {{ expression }} < 0 then 0.0 else {{ expression }} end
{%- endmacro %}
