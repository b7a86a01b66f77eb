{#- What a model is to others says in which schema it stands: `int_` is private to its domain, `core_` is handed
    over to later domains, the rest of a domain is released. A folder's schema is used as it is written: readers
    rely on `marts`, not on `<target>_marts`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set kinds = {'int': 'intermediate', 'core': 'core'} -%}
    {%- set kind = node.name.split('_')[0] if node.resource_type == 'model' -%}
    {{ kinds.get(kind, custom_schema_name or target.schema) }}
{%- endmacro %}
