-- What each printed cell of the salient statistics counts, and how much; cells that belong in no fact keep
-- their reason.
-- Long because one cell is located, read, bounded and judged here, each step in a few lines of its own.
with series as (

    select distinct
        edition_id,
        commodity,
        series_as_printed,
        unit_as_printed,
        series_no
    from {{ ref('stg_usgs_mcs__salient') }}

),

matched as (

    select
        series.*,
        names.mineral_id,
        names.statistic,
        names.step,
        names.form,
        coalesce(names.unit_meant, series.unit_as_printed) as unit_meant,
        names.set_aside_reason,
        -- what is said of one edition counts before what is said of all
        row_number() over (
            partition by
                series.edition_id, series.commodity, series.series_as_printed, series.unit_as_printed, series.series_no
            order by names.edition_id asc nulls last
        ) as preference
    from series
    -- one series to at most two rows: its edition's and the one for all
    inner join {{ ref('salient_series') }} as names
        on
            series.commodity = names.commodity_as_printed
            and series.series_as_printed = names.series_as_printed
            and series.unit_as_printed = coalesce(names.unit_as_printed, '')
            and series.series_no = names.series_no
            and (names.edition_id is null or series.edition_id = names.edition_id)

),

units as (

    select
        unit_as_printed,
        case when to_tonnes is null then 'cubic_metres' else 'tonnes' end as unit,
        coalesce(to_tonnes, to_cubic_metres) as factor
    from {{ ref('units') }}

    union all

    select
        unit_as_printed,
        unit,
        factor
    from {{ ref('salient_units') }}

),

read as (

    select
        cells.*,
        matched.mineral_id,
        matched.statistic,
        matched.step,
        matched.form,
        matched.set_aside_reason,
        units.unit,
        units.factor,
        coalesce(limit_units.factor, units.factor) as limit_factor,
        printed.printed_number,
        printed.printed_upper,
        case
            when {{ has_mark('cells.note_marks', 'rounded_to_5000_tons') }} then 5000 / units.factor
            when {{ has_mark('cells.note_marks', 'rounded_to_100000_tons') }} then 100000 / units.factor
            when {{ has_mark('cells.note_marks', 'rounded_to_2_digits') }} and printed.printed_number > 0
                then power(10.0, floor(log10(printed.printed_number)) - 1)
            when {{ has_mark('cells.note_marks', 'rounded_to_1_digit') }} and printed.printed_number > 0
                then power(10.0, floor(log10(printed.printed_number)))
            else printed.rounding_step
        end as rounding_step,
        case
            -- the number of a footnote in brackets, which a spreadsheet took for a figure below zero
            when cells.is_negative and matched.statistic <> 'government_shipments' then 'blank_unexplained'
            when printed.token_status = 'below_unit' then 'below_unit'
            when matched.statistic = 'net_import_reliance'
                then {{ percent_status('cells.value_text', 'cells.note_marks') }}
            when printed.value_kind = 'number' and printed.printed_number = 0 then 'zero'
            when
                printed.value_kind = 'number'
                and (printed.has_estimate_mark or {{ has_mark('cells.note_marks', 'estimated') }})
                then 'estimated'
            when printed.value_kind = 'number' then 'reported'
            when printed.value_kind <> 'token' then printed.value_kind
            when printed.token_status = 'by_note'
                then coalesce({{ status_from_marks('cells.note_marks') }}, 'blank_unexplained')
            else printed.token_status
        end as value_status
    from {{ ref('stg_usgs_mcs__salient') }} as cells
    -- one text to one reading
    inner join {{ ref('int_printed_values') }} as printed on cells.value_text = printed.value_text
    -- many cells to one series
    left join matched
        on
            cells.edition_id = matched.edition_id
            and cells.commodity = matched.commodity
            and cells.series_as_printed = matched.series_as_printed
            and cells.unit_as_printed = matched.unit_as_printed
            and cells.series_no = matched.series_no
            and matched.preference = 1
    left join units on lower(matched.unit_meant) = units.unit_as_printed
    left join units as limit_units on cells.limit_unit = limit_units.unit_as_printed

),

bounded as (

    select
        read.*,
        case
            when statistic = 'net_import_reliance' then {{ percent_number('value_text', 'value_status') }}
            when value_status = 'zero' then 0.0
            when value_status in ('reported', 'estimated') then printed_number
        end as number_read,
        case
            when statistic = 'net_import_reliance' then {{ percent_min('value_text', 'value_status') }}
            when value_status in ('reported', 'estimated') then printed_number - rounding_step / 2
            when value_status in ('at_least', 'range') then printed_number
            else 0.0
        end as least,
        case
            when statistic = 'net_import_reliance' then {{ percent_max('value_text', 'value_status') }}
            when value_status in ('reported', 'estimated') then printed_number + rounding_step / 2
            when value_status = 'at_most' then printed_number * limit_factor / factor
            when value_status = 'range' then printed_upper
            when value_status = 'below_unit' then 0.5
            when value_status = 'zero' then 0.0
        end as most,
        factor * case when is_negative and value_status <> 'blank_unexplained' then -1 else 1 end as signed_factor
    from read

)

select
    bounded.edition_id || '/' || bounded.file_name || ':' || cast(bounded.source_row as {{ dbt.type_string() }})
    || ':' || cast(bounded.column_no as {{ dbt.type_string() }}) as cell_id,
    bounded.edition_id,
    editions.source_id,
    bounded.edition_id || '/' || bounded.file_name as source_file_id,
    bounded.source_row,
    bounded.source_column,
    bounded.mineral_id,
    bounded.statistic,
    coalesce(bounded.step, 'all') as step,
    bounded.form,
    bounded.year,
    bounded.unit,
    {{ round_tonnes('bounded.signed_factor * bounded.number_read') }} as value,
    -- a mark without a figure says nothing of which way a stockpile went
    case
        when bounded.statistic <> 'government_shipments' or bounded.number_read is not null
            then {{ round_tonnes('bounded.signed_factor * case when signed_factor < 0 then most else least end') }}
    end as value_min,
    {{ round_tonnes('bounded.signed_factor * case when signed_factor < 0 then least else most end') }} as value_max,
    bounded.value_status,
    coalesce(bounded.value_status = 'estimated', false)
    or {{ has_mark('bounded.note_marks', 'estimated') }} as is_estimated,
    bounded.value_as_printed,
    bounded.unit_as_printed,
    bounded.commodity_as_printed,
    bounded.series_as_printed,
    bounded.note_marks,
    case when bounded.set_aside_reason is null then 'fct_us_salient' else 'set_aside' end as destination,
    bounded.set_aside_reason
from bounded
-- many cells to one edition
left join {{ ref('core_edition') }} as editions on bounded.edition_id = editions.edition_id
