-- Which table stands for a mineral where one line is wanted: `primary`, and `processed` (the step behind the mine).
-- Never two tables added.
{%- set roles = {
    'primary': 'place = 1',
    'processed': "processed_place = 1 and place > 1 and is_current and stage <> 'mine'",
} %}
{% for role, condition in roles.items() -%}
select
    mineral_id,
    '{{ role }}' as table_role,
    table_id,
    edition_id,
    source_id,
    stage,
    form,
    basis,
    year,
    first_year,
    first_hhi,
    first_top1_share_pct
from {{ ref('core_current_table') }}
where {{ condition }}
{{ 'union all' if not loop.last }}
{% endfor -%}
