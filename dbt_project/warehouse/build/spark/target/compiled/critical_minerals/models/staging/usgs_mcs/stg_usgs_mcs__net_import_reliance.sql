with source as (

    select * from raw.usgs_mcs_net_import_reliance

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
        
case
            when value_as_printed = '' then 'blank_unexplained'
            when upper(value_as_printed) = 'E' then 'net_exporter'
            when upper(value_as_printed) = 'W' then 'withheld'
            when upper(value_as_printed) in ('NA', 'XX') or (';' || note_marks || ';') like '%;not_calculable;%'
                then 'not_available'
            when (';' || note_marks || ';') like '%;less_than_half_unit;%' then 'below_unit'
            when lower(value_as_printed) = 's' then 'blank_unexplained'
            when value_as_printed in ('—', '–', '-') then 'zero'
            when value_as_printed like '>%' then 'at_least'
            when value_as_printed like '<%' then 'at_most'
            when (value_as_printed rlike '^[0-9]+ ?[-–] ?[0-9]+$') then 'range'
            when (';' || note_marks || ';') like '%;estimated;%' then 'estimated'
            else 'reported'
        end as value_status
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
    (';' || note_marks || ';') like '%;estimated;%' as is_estimated,
    
case
            when value_status in ('net_exporter', 'zero') then cast(0 as double)
            when value_status in ('reported', 'estimated') then cast(value_as_printed as double)
        end as nir_pct,
    
case
            when value_status in ('reported', 'estimated')
                then greatest(0, cast(value_as_printed as double) - 
case
            when value_as_printed like '%.%'
                then 0.5 * power(10.0, -length(regexp_extract(value_as_printed, '[.]([0-9]+)$', 1)))
            else 0.5
        end)
            when value_status in ('at_least', 'range')
                then cast(regexp_extract(value_as_printed, '([0-9.]+)', 1) as double)
            else cast(0 as double)
        end as nir_min_pct,
    
case
            when value_status in ('reported', 'estimated')
                then least(100, cast(value_as_printed as double) + 
case
            when value_as_printed like '%.%'
                then 0.5 * power(10.0, -length(regexp_extract(value_as_printed, '[.]([0-9]+)$', 1)))
            else 0.5
        end)
            when value_status = 'at_most' then cast(regexp_extract(value_as_printed, '([0-9.]+)', 1) as double)
            when value_status = 'range' then cast(regexp_extract(value_as_printed, '([0-9.]+)$', 1) as double)
            when value_status = 'below_unit' then 0.5
            when value_status in ('net_exporter', 'zero') then cast(0 as double)
            else cast(100 as double)
        end as nir_max_pct
from understood