
  
    
        create table intermediate.int_trade_held
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, code or mineral at a level, and year.
'
      

      as
      -- How many of the codes of a subject an edition has in a year.
with held as (

    select distinct
        edition_id,
        hs_edition,
        hs_code,
        year
    from intermediate.int_trade_exporter

)

select
    held.edition_id,
    subjects.trade_id,
    subjects.subject_kind,
    subjects.hs_edition,
    case when subjects.subject_kind = 'code' then min(subjects.hs_code) end as hs_code,
    min(subjects.mineral_id) as mineral_id,
    min(subjects.trade_level) as trade_level,
    held.year,
    max(cast(subjects.is_bundle as integer)) = 1 as is_bundle,
    cast(count(*) as integer) as codes_held,
    max(subjects.codes_in_list) as codes_in_list
from held
inner join intermediate.int_trade_subject as subjects
    on held.hs_edition = subjects.hs_edition and held.hs_code = subjects.hs_code
group by held.edition_id, subjects.trade_id, subjects.subject_kind, subjects.hs_edition, held.year
  