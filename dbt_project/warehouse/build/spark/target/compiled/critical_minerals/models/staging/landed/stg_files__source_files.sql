with source as (

    select * from raw.source_files

)

select
    source_file_id,
    edition_id,
    file_name,
    sha256,
    cast(bytes as bigint) as bytes,
    cast(row_count as integer) as row_count
from source