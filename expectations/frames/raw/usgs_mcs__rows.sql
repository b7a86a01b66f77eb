-- The row account of each file beside the file's own number of rows.
with accounted as (

    select
        edition_id,
        file_name,
        sum(row_count) as rows_accounted,
        sum(row_count) filter (disposition = 'kept') as rows_kept
    from raw.usgs_mcs_rows
    group by edition_id, file_name

)

select
    account.*,
    accounted.rows_accounted - files.row_count as rows_unaccounted,
    coalesce(accounted.rows_kept, 0) as rows_kept_in_file
from raw.usgs_mcs_rows as account
inner join accounted using (edition_id, file_name)
left join raw.source_files as files using (edition_id, file_name)
