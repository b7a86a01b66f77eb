-- Files that were read, with what became of their rows and whether the last release read the same bytes.
with accounted as (

    select
        source_file_id,
        sum(item_count) as rows_accounted
    from marts.fct_file_account
    where counted = 'row'
    group by source_file_id

),

editions as (

    select
        edition_id,
        count(*) as files
    from marts.dim_source_file
    group by edition_id

),

released_editions as (

    select
        edition_id,
        count(*) as files
    from previous.dim_source_file
    group by edition_id

)

select
    files.*,
    files.row_count - coalesce(accounted.rows_accounted, 0) as rows_unaccounted,
    released_editions.files - editions.files as files_lost_in_edition,
    cast(files.sha256 = released.sha256 as integer) as has_same_bytes
from marts.dim_source_file as files
inner join editions using (edition_id)
-- many to at most one, each
left join released_editions using (edition_id)
left join accounted using (source_file_id)
left join previous.dim_source_file as released using (source_file_id)
