-- Concentration index of a table.
with tables as (

    {{ tables_asked(['hhi']) }}

)

select
    {{ measurement_in_table(
        'tables',
        measured_value='concentration.hhi',
        measured_min='concentration.hhi_min',
        measured_max='concentration.hhi_max',
        evidence_table="'fct_concentration'",
        evidence_key=figure_key('tables')
    ) }}
from tables
-- one row: the whole key
left join {{ ref('fct_concentration') }} as concentration on tables.table_id = concentration.table_id
