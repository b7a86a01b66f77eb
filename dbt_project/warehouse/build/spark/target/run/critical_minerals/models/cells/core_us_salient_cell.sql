
  
    
        create table core.core_us_salient_cell
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per printed cell of the salient statistics of the United States: what it counts, its value in one unit for each kind of series, and the fact that it goes to or the reason why it is set aside. Net import reliance of the long layout is not here: its rows have a table of their own.
'
      

      as
      
    select cell_id, edition_id, source_id, source_file_id, source_row, source_column, mineral_id, statistic, step, form, year, unit, value, value_min, value_max, value_status, is_estimated, value_as_printed, unit_as_printed, commodity_as_printed, series_as_printed, note_marks, destination, set_aside_reason
    from (
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
    from staging.stg_usgs_mcs__salient

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
    inner join reference.salient_series as names
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
    from reference.units

    union all

    select
        unit_as_printed,
        unit,
        factor
    from reference.salient_units

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
            when (';' || cells.note_marks || ';') like '%;rounded_to_5000_tons;%' then 5000 / units.factor
            when (';' || cells.note_marks || ';') like '%;rounded_to_100000_tons;%' then 100000 / units.factor
            when (';' || cells.note_marks || ';') like '%;rounded_to_2_digits;%' and printed.printed_number > 0
                then power(10.0, floor(log10(printed.printed_number)) - 1)
            when (';' || cells.note_marks || ';') like '%;rounded_to_1_digit;%' and printed.printed_number > 0
                then power(10.0, floor(log10(printed.printed_number)))
            else printed.rounding_step
        end as rounding_step,
        case
            -- the number of a footnote in brackets, which a spreadsheet took for a figure below zero
            when cells.is_negative and matched.statistic <> 'government_shipments' then 'blank_unexplained'
            when printed.token_status = 'below_unit' then 'below_unit'
            when matched.statistic = 'net_import_reliance'
                then 
case
            when cells.value_text = '' then 'blank_unexplained'
            when upper(cells.value_text) = 'E' then 'net_exporter'
            when upper(cells.value_text) = 'W' then 'withheld'
            when upper(cells.value_text) in ('NA', 'XX') or (';' || cells.note_marks || ';') like '%;not_calculable;%'
                then 'not_available'
            when (';' || cells.note_marks || ';') like '%;less_than_half_unit;%' then 'below_unit'
            when lower(cells.value_text) = 's' then 'blank_unexplained'
            when cells.value_text in ('—', '–', '-') then 'zero'
            when cells.value_text like '>%' then 'at_least'
            when cells.value_text like '<%' then 'at_most'
            when (cells.value_text rlike '^[0-9]+ ?[-–] ?[0-9]+$') then 'range'
            when (';' || cells.note_marks || ';') like '%;estimated;%' then 'estimated'
            else 'reported'
        end
            when printed.value_kind = 'number' and printed.printed_number = 0 then 'zero'
            when
                printed.value_kind = 'number'
                and (printed.has_estimate_mark or (';' || cells.note_marks || ';') like '%;estimated;%')
                then 'estimated'
            when printed.value_kind = 'number' then 'reported'
            when printed.value_kind <> 'token' then printed.value_kind
            when printed.token_status = 'by_note'
                then coalesce(
case
            when (';' || cells.note_marks) like '%;included_with_%'
                or (';' || cells.note_marks || ';') like '%;included_in_world_total;%' then 'included_elsewhere'
            when (';' || cells.note_marks || ';') like '%;less_than_half_unit;%' then 'below_unit'
            when (';' || cells.note_marks || ';') like '%;withheld;%' then 'withheld'
            when (';' || cells.note_marks || ';') like '%;not_available;%'
                or (';' || cells.note_marks || ';') like '%;not_applicable;%'
                or (';' || cells.note_marks || ';') like '%;not_calculable;%' then 'not_available'
            when (';' || cells.note_marks) like '%;qualitative_%' then 'word'
        end, 'blank_unexplained')
            else printed.token_status
        end as value_status
    from staging.stg_usgs_mcs__salient as cells
    -- one text to one reading
    inner join intermediate.int_printed_values as printed on cells.value_text = printed.value_text
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
            when statistic = 'net_import_reliance' then 
case
            when value_status in ('net_exporter', 'zero') then cast(0 as double)
            when value_status in ('reported', 'estimated') then cast(value_text as double)
        end
            when value_status = 'zero' then 0.0
            when value_status in ('reported', 'estimated') then printed_number
        end as number_read,
        case
            when statistic = 'net_import_reliance' then 
case
            when value_status in ('reported', 'estimated')
                then greatest(0, cast(value_text as double) - 
case
            when value_text like '%.%'
                then 0.5 * power(10.0, -length(regexp_extract(value_text, '[.]([0-9]+)$', 1)))
            else 0.5
        end)
            when value_status in ('at_least', 'range')
                then cast(regexp_extract(value_text, '([0-9.]+)', 1) as double)
            else cast(0 as double)
        end
            when value_status in ('reported', 'estimated') then printed_number - rounding_step / 2
            when value_status in ('at_least', 'range') then printed_number
            else 0.0
        end as least,
        case
            when statistic = 'net_import_reliance' then 
case
            when value_status in ('reported', 'estimated')
                then least(100, cast(value_text as double) + 
case
            when value_text like '%.%'
                then 0.5 * power(10.0, -length(regexp_extract(value_text, '[.]([0-9]+)$', 1)))
            else 0.5
        end)
            when value_status = 'at_most' then cast(regexp_extract(value_text, '([0-9.]+)', 1) as double)
            when value_status = 'range' then cast(regexp_extract(value_text, '([0-9.]+)$', 1) as double)
            when value_status = 'below_unit' then 0.5
            when value_status in ('net_exporter', 'zero') then cast(0 as double)
            else cast(100 as double)
        end
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
    bounded.edition_id || '/' || bounded.file_name || ':' || cast(bounded.source_row as string)
    || ':' || cast(bounded.column_no as string) as cell_id,
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
    round(bounded.signed_factor * bounded.number_read, 9) as value,
    -- a mark without a figure says nothing of which way a stockpile went
    case
        when bounded.statistic <> 'government_shipments' or bounded.number_read is not null
            then round(bounded.signed_factor * case when signed_factor < 0 then most else least end, 9)
    end as value_min,
    round(bounded.signed_factor * case when signed_factor < 0 then least else most end, 9) as value_max,
    bounded.value_status,
    coalesce(bounded.value_status = 'estimated', false)
    or (';' || bounded.note_marks || ';') like '%;estimated;%' as is_estimated,
    bounded.value_as_printed,
    bounded.unit_as_printed,
    bounded.commodity_as_printed,
    bounded.series_as_printed,
    bounded.note_marks,
    case when bounded.set_aside_reason is null then 'fct_us_salient' else 'set_aside' end as destination,
    bounded.set_aside_reason
from bounded
-- many cells to one edition
left join core.core_edition as editions on bounded.edition_id = editions.edition_id
    ) as model_subq
  