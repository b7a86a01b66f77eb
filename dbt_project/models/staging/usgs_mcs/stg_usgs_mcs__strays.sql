with source as (

    select * from {{ source('usgs_mcs', 'usgs_mcs_strays') }}

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    source_column,
    reason,
    value_as_printed
from source
