{#- The share of one part where each part is only known to lie between a least and a largest value: at its least
    beside the others at their largest, and the reverse. Sums are of all parts. -#}
{% macro share_of_least(least, largest, sum_of_largest) -%}
    {{ round_traded('100 * cast(' ~ least ~ ' as double) / nullif(' ~ sum_of_largest ~ ' - ' ~ largest ~ ' + ' ~ least ~ ', 0)') }}
{%- endmacro %}

{% macro share_of_largest(least, largest, sum_of_least) -%}
    {{ round_traded('100 * cast(' ~ largest ~ ' as double) / nullif(' ~ sum_of_least ~ ' - ' ~ least ~ ' + ' ~ largest ~ ', 0)') }}
{%- endmacro %}

{#- The square of whole USD, exact: squares are added as whole numbers on every engine. -#}
{% macro whole_square(value) -%}
    cast({{ value }} as decimal(19, 0)) * cast({{ value }} as decimal(19, 0))
{%- endmacro %}

{#- Shares of trade to a ten-thousandth of a percent: reports of the two sides of a flow differ in the first digit, and
    finer ones would be a tenth of the released file. -#}
{% macro round_traded(expression) -%}
    round({{ expression }}, 4)
{%- endmacro %}
