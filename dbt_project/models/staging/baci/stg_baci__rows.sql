with source as (

    select * from {{ source('baci', 'baci_rows') }}

)

select
    edition_id,
    file_name,
    disposition,
    reason,
    cast(row_count as integer) as row_count
from source
