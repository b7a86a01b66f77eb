create or replace view staging.stg_usgs_mcs__cells
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `source_row` comment 'Row of the file that the figure was read from; the header is row 1.'
, 
  
    
    `source_column` comment 'Header of the column as printed; `Value` in long tables, `production` where the file has one figure column.'
, 
  
    
    `statistic` comment 'What the publisher\'s table counts: `production`, `capacity`, `reserves`, `outlook` (production of a year to come), or a statistic of the United States account (see `fct_us_salient`); `none` for a blank column.'
, 
  
    
    `chapter_as_printed` comment 'Chapter as printed, only in long tables.'
, 
  
    
    `section_as_printed` comment 'Section as printed, only in long tables.'
, 
  
    
    `commodity_as_printed` comment 'Commodity as printed, or the code in the file name.'
, 
  
    
    `type_as_printed` comment 'The publisher\'s name of the table or of the variant within it, as printed.'
, 
  
    
    `column_detail` comment 'Words of the header between statistic and unit (Sponge, ore), null where there are none.'
, 
  
    
    `country_as_printed` comment 'Country or total as the publisher prints it, footnote marks included.'
, 
  
    
    `unit_as_printed` comment 'The unit as the publisher prints it, before any correction; may be empty.'
, 
  
    
    `year` comment 'Year in the header or the row; null for reserves without one.'
, 
  
    
    `value_as_printed` comment 'The cell\'s text as the publisher prints it; empty for a blank cell.'
, 
  
    
    `is_estimated_column` comment 'True where the column header (or the source\'s own flag) says estimated.'
, 
  
    
    `note_marks` comment 'Codes of what the publisher\'s notes say about the cell, joined by `;`; empty without notes.'

  

    )
  
  comment 'One row per printed cell of the Mineral Commodity Summaries, blanks included. Typed, not interpreted: values stay text as printed.
'
      
  as
    with source as (

    select * from raw.usgs_mcs_cells

),

renamed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        source_column,
        statistic,
        chapter_as_printed,
        section_as_printed,
        coalesce(commodity_as_printed, '') as commodity_as_printed,
        coalesce(type_as_printed, '') as type_as_printed,
        column_detail,
        coalesce(country_as_printed, '') as country_as_printed,
        coalesce(unit_as_printed, '') as unit_as_printed,
        cast(year as integer) as year,
        coalesce(value_as_printed, '') as value_as_printed,
        cast(is_estimated_column as boolean) as is_estimated_column,
        coalesce(note_marks, '') as note_marks
    from source

)

select
    edition_id,
    file_name,
    source_row,
    source_column,
    statistic,
    chapter_as_printed,
    section_as_printed,
    commodity_as_printed,
    type_as_printed,
    column_detail,
    country_as_printed,
    unit_as_printed,
    year,
    value_as_printed,
    is_estimated_column,
    note_marks
from renamed
