-- Share of the largest single producer of a table, whoever it is.
with tables as (

    {{ tables_asked(['top_share']) }}

)

select
    {{ measurement_in_table(
        'tables',
        measured_value='caps.top_share_pct',
        measured_min='caps.top_share_all_min_pct',
        measured_max='caps.top_share_all_max_pct',
        counted_min='case when tables.excludes is not null then caps.top_share_min_pct end',
        counted_max='case when tables.excludes is not null then caps.top_share_max_pct end',
        excludes='tables.excludes',
        revision_min='caps.top_revision_min_pct',
        revision_max='caps.top_revision_max_pct',
        evidence_table="'fct_single_country_cap'",
        evidence_key=figure_key('tables')
    ) }}
from tables
-- one row: the whole key
left join {{ ref('fct_single_country_cap') }} as caps on tables.table_id = caps.table_id
