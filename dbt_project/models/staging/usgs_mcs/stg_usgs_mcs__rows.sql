with source as (

    select * from {{ source('usgs_mcs', 'usgs_mcs_rows') }}

)

select
    edition_id,
    file_name,
    disposition,
    reason,
    cast(row_count as integer) as row_count
from source
