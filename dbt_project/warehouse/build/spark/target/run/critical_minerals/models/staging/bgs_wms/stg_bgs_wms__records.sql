create or replace view staging.stg_bgs_wms__records
  
    
    (
    
  
    
    `edition_id` comment 'One edition of one source, for example `usgs_mcs_2026`; key of `dim_edition`.'
, 
  
    
    `file_name` comment 'Page or export, named by edition.'
, 
  
    
    `source_row` comment 'Place in the file: record of an export (header = 1), feature of a page (from 1).'
, 
  
    
    `statistic_as_printed` comment 'Production, Imports or Exports.'
, 
  
    
    `commodity_as_printed` comment 'Commodity and, after a comma, stage as printed.'
, 
  
    
    `sub_commodity_as_printed` comment 'What of the commodity is counted, \'\' for most.'
, 
  
    
    `table_as_printed` comment 'Sub-commodity and, after #, what the notes say is counted.'
, 
  
    
    `country_as_printed` comment 'Country as printed. The printed codes are not used, two Congos share one.'
, 
  
    
    `unit_as_printed` comment 'The unit as the publisher prints it, before any correction; may be empty.'
, 
  
    
    `year` comment 'Calendar year that the figure is for.'
, 
  
    
    `value_as_printed` comment 'The cell\'s text as the publisher prints it; empty for a blank cell.'
, 
  
    
    `value_text` comment 'The quantity as it is read: \'\' where it is not known, without a decimal zero that only the file format put there.'
, 
  
    
    `value_code_as_printed` comment 'A figure, E estimated, O not available; null in answers that print no code.'
, 
  
    
    `is_estimated` comment 'True when the publisher marks the figure as estimated, by column, note or prefix, and for every figure of a model.'
, 
  
    
    `note_marks` comment 'Codes of the notes beside the figure, joined by `;`; not_available where the quantity is not known.'

  

    )
  
  comment 'One row per record of World Mineral Statistics: production or trade of a country in a year. Empty unless the source is switched on: its figures are not open.
'
      
  as
    with source as (

    select * from raw.bgs_wms_records

),

renamed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        statistic_as_printed,
        commodity_as_printed,
        coalesce(sub_commodity_as_printed, '') as sub_commodity_as_printed,
        country_as_printed,
        unit_as_printed,
        cast(year as integer) as year,
        coalesce(value_as_printed, '') as value_as_printed,
        value_code_as_printed,
        coalesce(note_marks, '') as note_marks,
        -- the code tells a figure that is missing from one that is nought; without it nought says nothing
        coalesce(value_as_printed, '') = ''
        or coalesce(value_code_as_printed, 'A') in ('O', 'M', 'L')
        or (
            value_code_as_printed is null
            and (coalesce(value_as_printed, '') rlike '^0([.]0+)?$')
        ) as is_missing
    from source

)

select
    edition_id,
    file_name,
    source_row,
    statistic_as_printed,
    commodity_as_printed,
    sub_commodity_as_printed,
    -- the notes that say what of the commodity a record counts belong to the table's name
    trim(
        sub_commodity_as_printed
        || case when (';' || note_marks || ';') like '%;carbonate;%' then ' #carbonate' else '' end
        || case when (';' || note_marks || ';') like '%;chloride;%' then ' #chloride' else '' end
        || case when (';' || note_marks || ';') like '%;hydroxide;%' then ' #hydroxide' else '' end
        || case when (';' || note_marks || ';') like '%;li_content;%' then ' #li_content' else '' end
        
    ) as table_as_printed,
    country_as_printed,
    unit_as_printed,
    year,
    value_as_printed,
    -- `37000.0` is how a page was written, not a precision of a tenth of a ton
    case when is_missing then '' else regexp_replace(value_as_printed, '[.]0$', '') end as value_text,
    value_code_as_printed,
    coalesce(value_code_as_printed = 'E', false) as is_estimated,
    note_marks || case
        when not is_missing then ''
        when note_marks = '' then 'not_available'
        else ';not_available'
    end as note_marks
from renamed
