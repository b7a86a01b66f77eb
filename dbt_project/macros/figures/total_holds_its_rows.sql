{#- Whether a printed total is at least the sum of its rows; less than a kilogram is arithmetic on long decimals. -#}
{% macro total_holds_its_rows(total, rows_summed) %}{{ total }} >= coalesce({{ rows_summed }}, 0) - 0.001{% endmacro %}
