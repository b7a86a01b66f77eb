{#- How far measures are rounded. Sums of floating-point numbers depend on the order of their terms in
    the last digits; rounding well below what any publisher prints makes the same input give the same
    bytes, on every engine. Tests of identities allow for this rounding. -#}
{% macro round_pct(expression) -%}
    round({{ expression }}, 6)
{%- endmacro %}

{% macro round_index(expression) -%}
    round({{ expression }}, 4)
{%- endmacro %}

{% macro round_tonnes(expression) -%}
    round({{ expression }}, 9)
{%- endmacro %}

{#- A sum of percentages as `round_pct` leaves them, exact in any order: what is divided afterwards may lie right
    between two roundings. -#}
{% macro exact_sum_pct(expression) -%}
    cast(sum(cast({{ expression }} as decimal(38, 6))) as double)
{%- endmacro %}
