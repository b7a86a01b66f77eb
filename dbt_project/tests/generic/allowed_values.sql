{#- Closed vocabularies. One node checks all of a table's: values: {column: [word, …]}. -#}
{% test allowed_values(model, values) %}
{%- for column, words in values.items() %}
select distinct
    '{{ column }}' as column_name,
    cast({{ column }} as {{ dbt.type_string() }}) as unknown_value
from {{ model }}
where {{ column }} is not null and {{ column }} not in ('{{ words | join("', '") }}')
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{% endtest %}
