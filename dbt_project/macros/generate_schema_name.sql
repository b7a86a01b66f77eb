{#- A folder's schema is used as it is written: readers rely on `marts`, not on `<target>_marts`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if custom_schema_name is none else custom_schema_name | trim }}
{%- endmacro %}
