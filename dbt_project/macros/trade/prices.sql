{#- A price more than ten times above or below the median of its code and year: another good, unit or quality. -#}
{% macro is_price_outlier(usd_per_kg, usd_per_kg_median) -%}
    ({{ usd_per_kg }} > 10 * {{ usd_per_kg_median }} or 10 * {{ usd_per_kg }} < {{ usd_per_kg_median }})
{%- endmacro %}

{#- How far processed exports are is asked of the last years; the mart would be large otherwise. -#}
{% macro first_year_of_stages() %}2018{% endmacro %}

{#- Exporters of earlier years are in the sums of their code: indices, leaders and prices. -#}
{% macro first_year_of_exporters() %}2010{% endmacro %}
