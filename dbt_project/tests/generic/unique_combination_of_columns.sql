{#- The columns together name one row: the primary key that the description promises. Named as in dbt_utils, so
    that tools which know that package find it. -#}
{% test unique_combination_of_columns(model, combination_of_columns) %}
select
    {{ combination_of_columns | join(',\n    ') }},
    count(*) as rows_found
from {{ model }}
group by {{ combination_of_columns | join(', ') }}
having count(*) > 1
{% endtest %}
