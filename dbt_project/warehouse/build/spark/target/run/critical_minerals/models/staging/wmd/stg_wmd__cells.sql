create or replace view staging.stg_wmd__cells
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `source_row` comment 'Row of the file that the figure was read from; the header is row 1.'
, 
  
    
    `mineral_as_printed` comment 'Mineral as printed.'
, 
  
    
    `country_as_printed` comment 'Country or total as the publisher prints it, footnote marks included.'
, 
  
    
    `country_iso_as_printed` comment 'Code as printed; unreliable for totals and for one country.'
, 
  
    
    `unit_as_printed` comment 'The unit as the publisher prints it, before any correction; may be empty.'
, 
  
    
    `data_source_as_printed` comment 'r reported, e estimated.'
, 
  
    
    `year` comment 'Calendar year that the figure is for.'
, 
  
    
    `value_as_printed` comment 'The cell\'s text as the publisher prints it; empty for a blank cell.'

  

    )
  
  comment 'One row per mineral, country and year of World Mining Data. Totals stand among the countries.
'
      
  as
    with source as (

    select * from raw.wmd_cells

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    coalesce(mineral_as_printed, '') as mineral_as_printed,
    coalesce(country_as_printed, '') as country_as_printed,
    country_iso_as_printed,
    coalesce(unit_as_printed, '') as unit_as_printed,
    data_source_as_printed,
    cast(year as integer) as year,
    coalesce(value_as_printed, '') as value_as_printed
from source
