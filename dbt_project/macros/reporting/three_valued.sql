{#- Several answers of true, false or null (not known) as one: true where one is, false where all are, otherwise null.
    Of no rows at all the answer is null. -#}
{% macro any_of(condition) -%}
case
            when max(case when {{ condition }} then 1 else 0 end) = 1 then true
            when max(case when {{ condition }} is null then 1 else 0 end) = 0 then false
        end
{%- endmacro %}

{#- The index at which four equal producers stand: above it an output is concentrated. -#}
{% macro four_equal_producers() %}{{ decision_lines().hhi[1] }}{% endmacro %}
