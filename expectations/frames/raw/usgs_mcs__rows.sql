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
inner join accounted
    on account.edition_id = accounted.edition_id and account.file_name = accounted.file_name
left join raw.source_files as files
    on account.edition_id = files.edition_id and account.file_name = files.file_name
