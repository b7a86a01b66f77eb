-- Concentration index of a table.
with tables as (

    {{ tables_asked(['hhi']) }}

)

select
    {{ measurement_in_table(
        'tables',
        measured_value='concentration.hhi',
        measured_min='concentration.hhi_all_min',
        measured_max='concentration.hhi_all_max',
        counted_min='case when tables.excludes is not null then concentration.hhi_min end',
        counted_max='case when tables.excludes is not null then concentration.hhi_max end',
        excludes='tables.excludes',
        revision_min='concentration.hhi_revision_min',
        revision_max='concentration.hhi_revision_max',
        evidence_table="'fct_concentration'",
        evidence_key=figure_key('tables')
    ) }}
from tables
-- one row: the whole key
left join {{ ref('fct_concentration') }} as concentration on tables.table_id = concentration.table_id
