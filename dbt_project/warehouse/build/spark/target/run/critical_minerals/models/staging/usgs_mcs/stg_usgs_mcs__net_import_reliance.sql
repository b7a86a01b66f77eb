create or replace view staging.stg_usgs_mcs__net_import_reliance
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `source_row` comment 'Row of the file that the figure was read from; the header is row 1.'
, 
  
    
    `printed_in` comment '`chapter`, or `figure` where only the summary figure of the edition prints the series.'
, 
  
    
    `commodity_as_printed` comment 'Commodity as the publisher prints it.'
, 
  
    
    `detail_as_printed` comment 'Series within the commodity as printed; null in the summary figures.'
, 
  
    
    `series_as_printed` comment 'Commodity and detail in lower case: what the rules of seed trade_series look at.'
, 
  
    
    `series_no` comment 'Which one, where a chapter prints several series under one name for a year.'
, 
  
    
    `year` comment 'Calendar year that the figure is for.'
, 
  
    
    `value_as_printed` comment 'The percentage as printed: a number, `>50`, `<25`, `E` (net exporter), `W`, `NA`.'
, 
  
    
    `note_marks` comment 'Codes of what the publisher\'s notes say about the cell, joined by `;`; empty without notes.'
, 
  
    
    `import_sources_as_printed` comment 'Leading sources by name, in the summary figure.'
, 
  
    
    `value_status` comment 'What kind of percentage was printed; the words of `value_status`, and `net_exporter` for `E`.'
, 
  
    
    `is_estimated` comment 'True when the publisher marks the figure as estimated, by column, note or prefix, and for every figure of a model.'
, 
  
    
    `nir_pct` comment 'Net imports as a share of what the country consumes, 0 to 100. A net exporter is 0. Null where no single number is printed.'
, 
  
    
    `nir_min_pct` comment 'Least reliance that the printed text allows (rounding, `>50`); 0 where it says nothing.'
, 
  
    
    `nir_max_pct` comment 'Largest reliance that the printed text allows (rounding, `<25`); 100 where it says nothing.'

  

    )
  
  comment 'One row per printed percentage of net import reliance of the United States, of a chapter or of the summary figure, with what its mark means. The mineral is not yet known.
'
      
  as
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
