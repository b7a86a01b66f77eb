-- Which mineral and form a printed series stands for; the first rule that matches counts. The files of one
-- commodity print it among their salient statistics, whose seed says so.
with matched as (

    {{ matched_trade_series(
        ref('stg_usgs_mcs__net_import_reliance'), 'net_import_reliance', ['series_as_printed', 'series_no']
    ) }}

),

headlines as (

    select distinct
        mineral_id,
        form,
        is_headline
    from {{ ref('trade_series') }}
    where statistic = 'net_import_reliance'

),

printed as (

    select
        reliance.edition_id,
        reliance.edition_id || '/' || reliance.file_name as source_file_id,
        reliance.source_row,
        reliance.printed_in,
        matched.mineral_id,
        matched.form,
        matched.is_headline,
        reliance.year,
        reliance.nir_pct,
        reliance.nir_min_pct,
        reliance.nir_max_pct,
        reliance.value_status,
        reliance.is_estimated,
        reliance.value_as_printed,
        reliance.note_marks,
        reliance.commodity_as_printed,
        reliance.detail_as_printed,
        reliance.import_sources_as_printed
    from {{ ref('stg_usgs_mcs__net_import_reliance') }} as reliance
    -- many rows to one series
    left join matched
        on
            reliance.series_as_printed = matched.series_as_printed
            and reliance.series_no = matched.series_no
            and matched.preference = 1

    union all

    select
        cells.edition_id,
        cells.source_file_id,
        cells.source_row,
        'chapter' as printed_in,
        headlines.mineral_id,
        headlines.form,
        headlines.is_headline,
        cells.year,
        cells.value as nir_pct,
        cells.value_min as nir_min_pct,
        cells.value_max as nir_max_pct,
        cells.value_status,
        cells.is_estimated,
        cells.value_as_printed,
        cells.note_marks,
        cells.commodity_as_printed,
        cells.series_as_printed as detail_as_printed,
        cast(null as {{ dbt.type_string() }}) as import_sources_as_printed
    from {{ ref('core_us_salient_cell') }} as cells
    -- many cells to one series; a form that trade_series does not have fails a test
    left join headlines
        on
            cells.mineral_id = headlines.mineral_id
            and cells.form = headlines.form
    where cells.statistic = 'net_import_reliance'

)

select
    printed.edition_id,
    editions.source_id,
    printed.source_file_id,
    printed.source_row,
    printed.printed_in,
    printed.mineral_id,
    printed.form,
    printed.is_headline,
    printed.year,
    printed.nir_pct,
    printed.nir_min_pct,
    printed.nir_max_pct,
    printed.value_status,
    printed.is_estimated,
    printed.value_as_printed,
    printed.note_marks,
    -- Stock changes are part of the definition, are not, or no definition is printed. The survey left
    -- Government stocks out from 2023 on.
    case
        when not {{ has_mark('printed.note_marks', 'definition_printed') }} then null
        when not {{ has_mark('printed.note_marks', 'stock_changes') }} then false
        when {{ has_mark('printed.note_marks', 'industry_stock_changes') }} then true
        else not ({{ has_mark('printed.note_marks', 'government_stocks_end_2022') }} and printed.year > 2022)
    end as has_stock_term,
    printed.commodity_as_printed,
    printed.detail_as_printed,
    printed.import_sources_as_printed,
    -- a chapter counts before a summary figure of the same edition
    cast(row_number() over (
        partition by printed.edition_id, printed.mineral_id, printed.form, printed.year
        order by printed.printed_in asc nulls last, printed.source_row asc nulls last
    ) as integer) as preference,
    dense_rank() over (
        partition by editions.source_id, printed.mineral_id, printed.form, printed.year
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage
from printed
-- many rows to one edition
inner join {{ ref('core_edition') }} as editions on printed.edition_id = editions.edition_id
