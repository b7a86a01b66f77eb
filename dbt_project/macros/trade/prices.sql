{#- A price more than ten times above or below the median of its code and year: another good, unit or quality. -#}
{% macro is_price_outlier(usd_per_kg, usd_per_kg_median) -%}
    ({{ usd_per_kg }} > 10 * {{ usd_per_kg_median }} or 10 * {{ usd_per_kg }} < {{ usd_per_kg_median }})
{%- endmacro %}
