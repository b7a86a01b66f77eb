with source as (

    select * from {{ source('usgs_mcs', 'usgs_mcs_cells') }}

),

renamed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        source_column,
        statistic,
        chapter_as_printed,
        section_as_printed,
        coalesce(commodity_as_printed, '') as commodity_as_printed,
        coalesce(type_as_printed, '') as type_as_printed,
        column_detail,
        coalesce(country_as_printed, '') as country_as_printed,
        coalesce(unit_as_printed, '') as unit_as_printed,
        cast(year as integer) as year,
        coalesce(value_as_printed, '') as value_as_printed,
        cast(is_estimated_column as boolean) as is_estimated_column,
        coalesce(note_marks, '') as note_marks
    from source

)

select
    edition_id,
    'usgs_mcs' as source_id,
    file_name,
    source_row,
    source_column,
    statistic,
    chapter_as_printed,
    section_as_printed,
    commodity_as_printed,
    trim(type_as_printed || coalesce(' #' || column_detail, '')) as table_as_printed,
    type_as_printed,
    column_detail,
    country_as_printed,
    unit_as_printed,
    year,
    value_as_printed,
    value_as_printed as value_text,
    is_estimated_column,
    note_marks
from renamed
