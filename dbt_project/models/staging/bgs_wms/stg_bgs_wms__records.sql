with source as (

    select * from {{ source('bgs_wms', 'bgs_wms_records') }}

),

renamed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        statistic_as_printed,
        commodity_as_printed,
        coalesce(sub_commodity_as_printed, '') as sub_commodity_as_printed,
        country_as_printed,
        unit_as_printed,
        cast(year as integer) as year,
        coalesce(value_as_printed, '') as value_as_printed,
        value_code_as_printed,
        coalesce(note_marks, '') as note_marks,
        -- the code separates a figure that is missing from one that is nought; without it nought may be either
        coalesce(value_as_printed, '') = ''
        or coalesce(value_code_as_printed, 'A') in ('O', 'M', 'L')
        or (
            value_code_as_printed is null
            and {{ text_matches("coalesce(value_as_printed, '')", "'^0([.]0+)?$'") }}
        ) as is_missing
    from source

)

select
    edition_id,
    'bgs_wms' as source_id,
    file_name,
    source_row,
    'production' as source_column,
    case when statistic_as_printed = 'Production' then 'production' end as statistic,
    statistic_as_printed,
    commodity_as_printed,
    sub_commodity_as_printed as type_as_printed,
    -- the notes that say what of the commodity a record counts belong to the table's name
    trim(
        sub_commodity_as_printed
        {% for mark in ['carbonate', 'chloride', 'hydroxide', 'li_content'] -%}
        || case when {{ has_mark('note_marks', mark) }} then ' #{{ mark }}' else '' end
        {% endfor %}
    ) as table_as_printed,
    country_as_printed,
    unit_as_printed,
    year,
    value_as_printed,
    -- `37000.0` is how a page was written, not a precision of a tenth of a ton
    case when is_missing then '' else {{ text_replace('value_as_printed', "'[.]0$'", "''") }} end as value_text,
    value_code_as_printed,
    coalesce(value_code_as_printed = 'E', false) as is_estimated_column,
    note_marks || case
        when not is_missing then ''
        when note_marks = '' then 'not_available'
        else ';not_available'
    end as note_marks
from renamed
