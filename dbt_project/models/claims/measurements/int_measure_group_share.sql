-- Share of a group of countries in a table.
with tables as (

    {{ tables_asked(['group_share']) }}

)

select
    {{ measurement_in_table(
        'tables',
        measured_value='shares.share_pct',
        measured_min='shares.share_all_min_pct',
        measured_max='shares.share_all_max_pct',
        counted_min='case when tables.excludes is not null then shares.share_min_pct end',
        counted_max='case when tables.excludes is not null then shares.share_max_pct end',
        excludes='tables.excludes',
        evidence_table="'fct_group_share'",
        evidence_key=figure_key('tables', 'tables.group_id')
    ) }}
from tables
-- one row at most: the whole key
left join {{ ref('fct_group_share') }} as shares
    on tables.table_id = shares.table_id and tables.group_id = shares.group_id
