create or replace view staging.stg_wgi__scores
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `source_row` comment 'Row of the file that the figure was read from; the header is row 1.'
, 
  
    
    `country_id` comment 'ISO 3166-1 alpha-3, XKX for Kosovo.'
, 
  
    
    `year` comment 'Calendar year of the scores.'
, 
  
    
    `voice_and_accountability` comment 'Score of this dimension, null where missing.'
, 
  
    
    `political_stability` comment 'Score of this dimension, null where missing.'
, 
  
    
    `government_effectiveness` comment 'Score of this dimension, null where missing.'
, 
  
    
    `regulatory_quality` comment 'Score of this dimension, null where missing.'
, 
  
    
    `rule_of_law` comment 'Score of this dimension, null where missing.'
, 
  
    
    `control_of_corruption` comment 'Score of this dimension, null where missing.'
, 
  
    
    `governance_score` comment 'Mean of the six Worldwide Governance Indicators, about -2.5 to 2.5; null without all six.'

  

    )
  
  comment 'One row per country and year. Six governance scores, each about -2.5 (weak) to 2.5 (strong).
'
      
  as
    with source as (

    select * from raw.wgi_scores

),

typed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        country_iso3 as country_id,
        cast(year as integer) as year,
        cast(nullif(va, '') as double) as voice_and_accountability,
        cast(nullif(pv, '') as double) as political_stability,
        cast(nullif(ge, '') as double) as government_effectiveness,
        cast(nullif(rq, '') as double) as regulatory_quality,
        cast(nullif(rl, '') as double) as rule_of_law,
        cast(nullif(cc, '') as double) as control_of_corruption
    from source

)

select
    edition_id,
    file_name,
    source_row,
    country_id,
    year,
    voice_and_accountability,
    political_stability,
    government_effectiveness,
    regulatory_quality,
    rule_of_law,
    control_of_corruption,
    -- null unless all six dimensions are scored: a mean of fewer is another measure
    (
        voice_and_accountability + political_stability + government_effectiveness
        + regulatory_quality + rule_of_law + control_of_corruption
    ) / 6 as governance_score
from typed
