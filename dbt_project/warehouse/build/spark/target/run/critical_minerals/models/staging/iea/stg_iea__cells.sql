create or replace view staging.stg_iea__cells
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `source_row` comment 'Row of the file that the figure was read from; the header is row 1.'
, 
  
    
    `mineral_as_printed` comment 'Mineral as printed.'
, 
  
    
    `stage_as_printed` comment 'Stage as printed: `mining` or `refining`.'
, 
  
    
    `country_as_printed` comment 'Country or total as the publisher prints it, footnote marks included.'
, 
  
    
    `unit_as_printed` comment 'The unit as the publisher prints it, before any correction; may be empty.'
, 
  
    
    `year` comment 'Calendar year that the figure is for.'
, 
  
    
    `value_as_printed` comment 'The cell\'s text as the publisher prints it; empty for a blank cell.'
, 
  
    
    `is_projection` comment 'True for a year of the base case, false for the year that is modelled.'

  

    )
  
  comment 'One row per mineral, stage, country and year of the Critical Minerals Dataset. The residual and the printed total are among the countries.
'
      
  as
    with source as (

    select * from raw.iea_cells

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    coalesce(mineral_as_printed, '') as mineral_as_printed,
    coalesce(stage_as_printed, '') as stage_as_printed,
    coalesce(country_as_printed, '') as country_as_printed,
    -- the column of the layout is named for its unit
    'kt' as unit_as_printed,
    cast(year as integer) as year,
    coalesce(value_as_printed, '') as value_as_printed,
    is_projection_as_printed = 'true' as is_projection
from source
