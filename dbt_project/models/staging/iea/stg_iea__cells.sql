with source as (

    select * from {{ source('iea', 'iea_cells') }}

)

select
    edition_id,
    'iea' as source_id,
    file_name,
    cast(source_row as integer) as source_row,
    'value_kt' as source_column,
    -- a figure of a year to come is no production, wherever it goes from here
    case when is_projection_as_printed = 'true' then 'outlook' else 'production' end as statistic,
    coalesce(mineral_as_printed, '') as commodity_as_printed,
    coalesce(stage_as_printed, '') as table_as_printed,
    coalesce(stage_as_printed, '') as type_as_printed,
    coalesce(country_as_printed, '') as country_as_printed,
    -- the column of the layout is named for its unit
    'kt' as unit_as_printed,
    cast(year as integer) as year,
    coalesce(value_as_printed, '') as value_as_printed,
    {{ text_replace("coalesce(value_as_printed, '')", "'[.]0$'", "''") }} as value_text,
    true as is_estimated_column,
    '' as note_marks
from source
