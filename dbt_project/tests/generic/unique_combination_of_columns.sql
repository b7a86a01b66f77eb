{#- The columns together name one row: by default the primary key of the model's contract. Named as in dbt_utils, so
    that tools which know that package find it. -#}
{% test unique_combination_of_columns(model, combination_of_columns=none) %}
{%- set columns = combination_of_columns or key_of(model) %}
select
    {{ columns | join(',\n    ') }},
    count(*) as rows_found
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
