with source as (

    select * from {{ source('usgs_mcs', 'usgs_mcs_net_import_reliance') }}

),

typed as (

    select
        {{ us_trade_columns() }},
        cast(series_no as integer) as series_no,
        cast(year as integer) as year,
        import_sources_as_printed
    from source

),

understood as (

    select
        typed.*,
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
