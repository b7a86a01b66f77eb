-- Everything that readings measure, in one shape: joined to them by the subject alone.
{%- set measures = [
    'country', 'country_rank', 'group_share', 'top_share', 'hhi', 'world_change', 'reserve_share',
    'list', 'list_coverage', 'list_top_share', 'list_above',
    'target', 'group_size', 'agreement_date', 'agreements',
    'export', 'export_stage', 'import_top_share', 'import_list',
] %}
{% for measure in measures %}
select
    subject_key,
    {{ measurement_shape() | join(',\n    ') }}
from {{ ref('int_measure_' ~ measure) }}
{{ 'union all' if not loop.last }}
{% endfor %}
