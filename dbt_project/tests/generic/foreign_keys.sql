{#- Every filled key is found in the table it points to. One node checks all keys of a table.
    keys: list of {column: country_id, to: ref('dim_country'), field: country_id (default: column)}. -#}
{% test foreign_keys(model, keys) %}
{%- for key in keys %}
select distinct
    '{{ key.column }}' as foreign_key,
    cast(child.{{ key.column }} as {{ dbt.type_string() }}) as value_not_found
from {{ model }} as child
left join {{ key.to }} as parent on child.{{ key.column }} = parent.{{ key.field | default(key.column) }}
where child.{{ key.column }} is not null and parent.{{ key.field | default(key.column) }} is null
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{% endtest %}
