-- Accounts of files, each beside what the file has and where its cells went.
with counted as (

    select
        source_file_id,
        sum(item_count) filter (counted = 'row') as rows_counted,
        sum(item_count) filter (counted = 'row' and disposition = 'kept') as rows_kept,
        sum(item_count) filter (counted = 'cell') as cells_counted
    from marts.fct_file_account
    group by source_file_id

),

cells as (

    select
        source_file_id,
        count(*) as cells
    from marts.fct_cell_account
    group by source_file_id

)

select
    account.*,
    files.row_count - coalesce(counted.rows_counted, 0) as rows_unaccounted,
    coalesce(counted.rows_kept, 0) as rows_kept_in_file,
    coalesce(cells.cells, 0) - coalesce(counted.cells_counted, 0) as cells_unaccounted
from marts.fct_file_account as account
inner join counted using (source_file_id)
-- many to at most one, each
left join marts.dim_source_file as files using (source_file_id)
left join cells using (source_file_id)
