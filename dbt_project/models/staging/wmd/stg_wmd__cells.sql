with source as (

    select * from {{ source('wmd', 'wmd_cells') }}

)

select
    edition_id,
    'wmd' as source_id,
    file_name,
    cast(source_row as integer) as source_row,
    'production' as source_column,
    'production' as statistic,
    coalesce(mineral_as_printed, '') as commodity_as_printed,
    '' as table_as_printed,
    '' as type_as_printed,
    coalesce(country_as_printed, '') as country_as_printed,
    country_iso_as_printed,
    coalesce(unit_as_printed, '') as unit_as_printed,
    data_source_as_printed,
    cast(year as integer) as year,
    coalesce(value_as_printed, '') as value_as_printed,
    -- `7737.0` is how the file was written, not a precision of a tenth of a ton
    {{ text_replace("coalesce(value_as_printed, '')", "'[.]0$'", "''") }} as value_text,
    coalesce(data_source_as_printed = 'e', false) as is_estimated_column,
    '' as note_marks
from source
