{#- Identities that hold in every row. One node checks all of a table's, and names the one that broke.
    rules: {what_must_hold: condition}; a condition that is null counts as broken, so say what null means.
    key: the columns that identify the row; by default the primary key of the model's contract. -#}
{% test row_rules(model, rules, key=none) %}
{%- for rule, condition in rules.items() %}
select
    '{{ rule }}' as broken_rule,
    {{ (key or key_of(model)) | join(', ') }}
from {{ model }}
where not coalesce({{ condition }}, false)
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{% endtest %}
