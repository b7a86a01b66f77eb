-- Share of a group of countries in a table.
with tables as (

    {{ tables_asked(['group_share']) }}

)

select
    {{ measurement_in_table(
        'tables',
        measured_value='shares.share_pct',
        measured_min='shares.share_min_pct',
        measured_max='shares.share_max_pct',
        evidence_table="'fct_group_share'",
        evidence_key=figure_key('tables', 'tables.group_id')
    ) }}
from tables
-- one row at most: the whole key
left join {{ ref('fct_group_share') }} as shares
    on tables.table_id = shares.table_id and tables.group_id = shares.group_id
