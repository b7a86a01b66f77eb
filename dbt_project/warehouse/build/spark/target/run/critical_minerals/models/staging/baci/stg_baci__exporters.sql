create or replace view staging.stg_baci__exporters
  
    
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
  
    
    `exporter_code` comment 'CEPII\'s number of the exporting country.'
, 
  
    
    `value_usd` comment 'Value in current US dollars, free on board as CEPII reconciles both sides\' reports. A whole number.'
, 
  
    
    `net_kg` comment 'Net weight of the flows whose weight is known; null where none is. Null is not zero.'
, 
  
    
    `value_usd_without_kg` comment 'Part of the value whose flows have no weight.'
, 
  
    
    `flow_count` comment 'Flows that were summed.'

  

    )
  
  comment 'One row per HS edition, code, year and exporter of CEPII\'s BACI: everything that the country sold.
'
      
  as
    with source as (

    select * from raw.baci_exporters

)

select
    edition_id,
    file_name,
    hs_edition,
    hs_code,
    cast(year as integer) as year,
    cast(exporter_code as integer) as exporter_code,
    cast(value_usd as bigint) as value_usd,
    cast(net_kg as bigint) as net_kg,
    cast(value_usd_without_kg as bigint) as value_usd_without_kg,
    cast(flow_count as integer) as flow_count
from source
