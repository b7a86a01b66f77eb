{#- A table-year is one table of one edition for one year: the only set of figures that may be added,
    divided or ranked with each other. -#}
{% macro table_id(alias) -%}
    {{ alias }}.edition_id || '/' || {{ alias }}.mineral_id || '/' || {{ alias }}.stage || '/' || {{ alias }}.form
    || '/' || cast({{ alias }}.year as {{ dbt.type_string() }})
{%- endmacro %}

{% macro table_year_columns(alias=none) -%}
    {%- set prefix = alias ~ '.' if alias else '' -%}
    {{ prefix }}edition_id, {{ prefix }}mineral_id, {{ prefix }}stage, {{ prefix }}form, {{ prefix }}year
{%- endmacro %}

{#- Sum of an expression over the rows that meet a condition; zero where none does. -#}
{% macro sum_where(expression, condition) -%}
    sum(case when {{ condition }} then coalesce({{ expression }}, 0) else 0 end)
{%- endmacro %}

{#- Number of rows that meet a condition. -#}
{% macro count_where(condition) -%}
    cast(count(case when {{ condition }} then 1 end) as {{ dbt.type_int() }})
{%- endmacro %}
