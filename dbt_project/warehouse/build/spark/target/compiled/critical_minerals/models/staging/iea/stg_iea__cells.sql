with source as (

    select * from raw.iea_cells

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    coalesce(mineral_as_printed, '') as mineral_as_printed,
    coalesce(stage_as_printed, '') as stage_as_printed,
    coalesce(country_as_printed, '') as country_as_printed,
    -- the column of the layout is named for its unit
    'kt' as unit_as_printed,
    cast(year as integer) as year,
    coalesce(value_as_printed, '') as value_as_printed,
    is_projection_as_printed = 'true' as is_projection
from source