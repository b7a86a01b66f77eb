with source as (

    select * from raw.wmd_cells

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    coalesce(mineral_as_printed, '') as mineral_as_printed,
    coalesce(country_as_printed, '') as country_as_printed,
    country_iso_as_printed,
    coalesce(unit_as_printed, '') as unit_as_printed,
    data_source_as_printed,
    cast(year as integer) as year,
    coalesce(value_as_printed, '') as value_as_printed
from source