create or replace view staging.stg_landing__editions
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `source_id` comment 'Publisher\'s series: `usgs_mcs`, `wmd`, … Figures of two sources are never blended.'
, 
  
    
    `source_name` comment 'Publisher\'s name of the series.'
, 
  
    
    `edition` comment 'Edition as the publisher counts it.'
, 
  
    
    `published_on` comment 'Day of publication; null where the publisher does not say.'
, 
  
    
    `doi_or_url` comment 'Where the edition is cited from: DOI or address.'
, 
  
    
    `licence` comment 'Terms under which the figures may be used.'
, 
  
    
    `attribution` comment 'Credit that the publisher asks for.'
, 
  
    
    `retrieved_at` comment 'Day on which the bytes arrived.'

  

    )
  
  comment 'One row per edition whose figures were fetched from its publisher; empty without live sources.
'
      
  as
    with source as (

    select * from raw.landed_editions

)

select
    edition_id,
    source_id,
    source_name,
    edition,
    cast(published_on as date) as published_on,
    doi_or_url,
    licence,
    attribution,
    cast(retrieved_at as date) as retrieved_at
from source
