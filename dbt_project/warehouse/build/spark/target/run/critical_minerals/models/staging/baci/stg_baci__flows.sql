create or replace view staging.stg_baci__flows
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `source_row` comment 'Row of the file that the figure was read from; the header is row 1.'
, 
  
    
    `hs_edition` comment 'Edition of the Harmonized System that the code belongs to: `HS92`, `HS17`, … The same digits of two editions are two codes.'
, 
  
    
    `hs_code` comment 'Subheading of the Harmonized System, six digits.'
, 
  
    
    `year` comment 'Calendar year that the figure is for.'
, 
  
    
    `exporter_code` comment 'CEPII\'s number of the exporting country.'
, 
  
    
    `importer_code` comment 'CEPII\'s number of the importing country.'
, 
  
    
    `value_usd` comment 'Value in current US dollars, free on board as CEPII reconciles both sides\' reports. A whole number.'
, 
  
    
    `net_kg` comment 'Net weight of the flows whose weight is known; null where none is. Null is not zero.'

  

    )
  
  comment 'One row per HS edition, code, year, exporter and importer of CEPII\'s BACI, for the importers and exporters that are kept.
'
      
  as
    with source as (

    select * from raw.baci_flows

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    hs_edition,
    hs_code,
    cast(year as integer) as year,
    cast(exporter_code as integer) as exporter_code,
    cast(importer_code as integer) as importer_code,
    cast(value_usd as bigint) as value_usd,
    cast(net_kg as bigint) as net_kg
from source
