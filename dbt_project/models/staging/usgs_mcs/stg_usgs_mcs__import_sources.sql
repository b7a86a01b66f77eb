with source as (

    select * from {{ source('usgs_mcs', 'usgs_mcs_import_sources') }}

),

typed as (

    select
        {{ us_trade_columns() }},
        country_as_printed,
        period_as_printed
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
    country_as_printed,
    period_as_printed,
    value_as_printed,
    note_marks,
    value_status,
    cast({{ text_extract('period_as_printed', "'^([0-9]{4})'") }} as integer) as period_from,
    -- a span such as 2021–24 ends in the century it starts in
    cast(substr(period_as_printed, 1, 2) || {{ text_extract('period_as_printed', "'([0-9]{2})$'") }} as integer)
        as period_to,
    {{ has_mark('note_marks', 'estimated') }} as is_estimated,
    {{ has_mark('note_marks', 'includes_hong_kong') }} as includes_hong_kong,
    {{ percent_number('value_as_printed', 'value_status') }} as share_pct,
    {{ percent_min('value_as_printed', 'value_status') }} as share_min_pct,
    {{ percent_max('value_as_printed', 'value_status') }} as share_max_pct
from understood
