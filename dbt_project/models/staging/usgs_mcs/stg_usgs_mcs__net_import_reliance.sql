with source as (

    select * from {{ source('usgs_mcs', 'usgs_mcs_net_import_reliance') }}

),

typed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        case when chapter_as_printed is null then 'figure' else 'chapter' end as printed_in,
        commodity_as_printed,
        detail_as_printed,
        lower(commodity_as_printed || coalesce(': ' || detail_as_printed, '')) as series_as_printed,
        cast(series_no as integer) as series_no,
        cast(year as integer) as year,
        coalesce(value_as_printed, '') as value_as_printed,
        coalesce(note_marks, '') as note_marks,
        import_sources_as_printed
    from source

),

understood as (

    select
        edition_id,
        file_name,
        source_row,
        printed_in,
        commodity_as_printed,
        detail_as_printed,
        series_as_printed,
        series_no,
        year,
        value_as_printed,
        note_marks,
        import_sources_as_printed,
        {{ percent_status('value_as_printed', 'note_marks') }} as value_status
    from typed

)

select
    edition_id,
    file_name,
    source_row,
    printed_in,
    commodity_as_printed,
    detail_as_printed,
    series_as_printed,
    series_no,
    year,
    value_as_printed,
    note_marks,
    import_sources_as_printed,
    value_status,
    {{ has_mark('note_marks', 'estimated') }} as is_estimated,
    {{ percent_number('value_as_printed', 'value_status') }} as nir_pct,
    {{ percent_min('value_as_printed', 'value_status') }} as nir_min_pct,
    {{ percent_max('value_as_printed', 'value_status') }} as nir_max_pct
from understood
