create or replace view staging.stg_baci__importers
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `hs_edition` comment 'Edition of the Harmonized System that the code belongs to: `HS92`, `HS17`, … The same digits of two editions are two codes.'
, 
  
    
    `hs_code` comment 'Subheading of the Harmonized System, six digits.'
, 
  
    
    `year` comment 'Calendar year that the figure is for.'
, 
  
    
    `importer_code` comment 'CEPII\'s number of the importing country.'
, 
  
    
    `value_usd` comment 'Value in current US dollars, free on board as CEPII reconciles both sides\' reports. A whole number.'
, 
  
    
    `net_kg` comment 'Net weight of the flows whose weight is known; null where none is. Null is not zero.'
, 
  
    
    `value_usd_without_kg` comment 'Part of the value whose flows have no weight.'
, 
  
    
    `flow_count` comment 'Flows that were summed.'

  

    )
  
  comment 'One row per HS edition, code, year and importer of CEPII\'s BACI: everything that the country bought.
'
      
  as
    with source as (

    select * from raw.baci_importers

)

select
    edition_id,
    file_name,
    hs_edition,
    hs_code,
    cast(year as integer) as year,
    cast(importer_code as integer) as importer_code,
    cast(value_usd as bigint) as value_usd,
    cast(net_kg as bigint) as net_kg,
    cast(value_usd_without_kg as bigint) as value_usd_without_kg,
    cast(flow_count as integer) as flow_count
from source
