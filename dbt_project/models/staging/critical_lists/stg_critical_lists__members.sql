with source as (

    select * from {{ source('critical_lists', 'critical_list_members') }}

)

select
    list_id,
    file_name,
    cast(source_row as integer) as source_row,
    cast(member_no as integer) as member_no,
    member_as_printed,
    section
from source
