{#- Thirty years of every exporter, code by code, would be a fifth of the released file. Indices, leaders and prices of a
    code go back to the first year; who sold and bought what is asked of these. -#}
{% macro first_year_of_exporters() %}2015{% endmacro %}

{% macro first_year_of_partners() %}2018{% endmacro %}

{#- The last years of trade that are evidence, together and each by itself. -#}
{% macro trade_balance_years() %}3{% endmacro %}
