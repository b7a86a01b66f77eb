-- Files beside the number of files of the same edition in the last release.
with editions as (

    select
        release_id,
        count(*) as files
    from marts.dim_source_file
    group by release_id

),

released as (

    select
        release_id,
        count(*) as files
    from previous.dim_source_file
    group by release_id

)

select
    files.*,
    released.files - editions.files as files_lost
from marts.dim_source_file as files
inner join editions on files.release_id = editions.release_id
left join released on files.release_id = released.release_id
