create or replace view staging.stg_usgs_mcs__salient
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `source_row` comment 'Row of the file that the figure was read from; the header is row 1.'
, 
  
    
    `column_no` comment 'Column of the file, counted from 1.'
, 
  
    
    `source_column` comment 'Column of the file that the figure was read from, as the header prints it.'
, 
  
    
    `chapter_as_printed` comment 'Chapter as printed, only in long tables.'
, 
  
    
    `commodity_as_printed` comment 'Commodity as the publisher prints it.'
, 
  
    
    `commodity` comment 'Commodity in lower case: what seed salient_series looks at.'
, 
  
    
    `series_as_printed` comment 'The publisher\'s name of the series, without its unit.'
, 
  
    
    `unit_as_printed` comment 'The unit as the publisher prints it, before any correction; may be empty.'
, 
  
    
    `series_no` comment 'Which one, where a chapter prints several series under one name for a year.'
, 
  
    
    `year` comment 'Calendar year that the figure is for.'
, 
  
    
    `value_as_printed` comment 'The cell\'s text as the publisher prints it; empty for a blank cell.'
, 
  
    
    `note_marks` comment 'Codes of what the publisher\'s notes say about the cell, joined by `;`; empty without notes.'
, 
  
    
    `value_text` comment 'What int_printed_values reads: lower case, without sign and percent sign, limits in words as `<500`.'
, 
  
    
    `limit_unit` comment 'Unit of a limit that is printed in words; null where the column\'s unit counts.'
, 
  
    
    `is_negative` comment 'True where a minus stands before the figure: material went into a stockpile.'

  

    )
  
  comment 'One row per printed cell of the salient statistics of the United States. What the series counts is not yet known.
'
      
  as
    with source as (

    select * from raw.usgs_mcs_salient

),

typed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        cast(column_no as integer) as column_no,
        source_column,
        coalesce(chapter_as_printed, '') as chapter_as_printed,
        commodity_as_printed,
        lower(commodity_as_printed) as commodity,
        coalesce(detail_as_printed, statistic_as_printed) as series_as_printed,
        coalesce(unit_as_printed, '') as unit_as_printed,
        cast(year as integer) as year,
        coalesce(value_as_printed, '') as value_as_printed,
        coalesce(note_marks, '') as note_marks
    from source

),

understood as (

    select
        typed.*,
        row_number() over (
            partition by edition_id, file_name, chapter_as_printed, commodity, series_as_printed, unit_as_printed, year
            order by source_row asc nulls last, column_no asc nulls last
        ) as series_no,
        -- a limit printed in words, or by the note that a sign stands for, may be in another unit than the column
        case
            when (';' || note_marks || ';') like '%;less_than_500_carats;%' then 'less than 500 carats'
            when (';' || note_marks || ';') like '%;less_than_100000_tons;%' then 'less than 100,000 tons'
            when (';' || note_marks || ';') like '%;less_than_half_unit;%' then 'less than 1/2 unit'
            else lower(value_as_printed)
        end as value_key
    from typed

)

select
    edition_id,
    file_name,
    source_row,
    column_no,
    source_column,
    chapter_as_printed,
    commodity_as_printed,
    commodity,
    series_as_printed,
    unit_as_printed,
    cast(series_no as integer) as series_no,
    year,
    value_as_printed,
    note_marks,
    case
        when (value_key rlike '^less than [0-9,]+ (carats|tons)')
            then '<' || regexp_extract(value_key, '([0-9,]+)', 1)
        -- a minus, or the question mark that a lost minus left
        when (value_key rlike '^[-−?][0-9]') then substr(value_key, 2)
        else regexp_replace(value_key, '%$', '')
    end as value_text,
    case
        when (value_key rlike '^less than [0-9,]+ carats') then 'carats'
        when (value_key rlike '^less than [0-9,]+ tons') then 't'
    end as limit_unit,
    (value_key rlike '^[-−?][0-9]') as is_negative
from understood
