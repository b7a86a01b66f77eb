create or replace view staging.stg_files__source_files
  
    
    (
    
  
    
    `source_file_id` comment 'File that the figure was read from: `<edition_id>/<file name>`; key of `dim_source_file`.'
, 
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Publisher\'s name of the file.'
, 
  
    
    `sha256` comment 'SHA-256 of the publisher\'s file, hexadecimal.'
, 
  
    
    `bytes` comment 'Size of the publisher\'s file.'
, 
  
    
    `row_count` comment 'Rows of the publisher\'s file, header left out.'

  

    )
  
  comment 'One row per file that was read.
'
      
  as
    with source as (

    select * from raw.source_files

)

select
    source_file_id,
    edition_id,
    file_name,
    sha256,
    cast(bytes as bigint) as bytes,
    cast(row_count as integer) as row_count
from source
