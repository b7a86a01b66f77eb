
  
    
        create table intermediate.int_trade_subject_exporter
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, code or mineral at a level, year and exporting country.
'
      

      as
      -- a code that holds other goods too may be all of the mineral or none of it
with summed as (

    select
        exporters.edition_id,
        exporters.source_id,
        subjects.trade_id,
        exporters.year,
        exporters.country_id,
        exporters.is_residual,
        cast(sum(case when subjects.is_bundle then 0 else exporters.value_usd end) as bigint) as value_min_usd,
        cast(sum(exporters.value_usd) as bigint) as value_max_usd,
        -- weights of several codes are of different goods and are not added
        cast(sum(case when subjects.subject_kind = 'code' then exporters.net_kg end) as bigint) as net_kg,
        cast(sum(exporters.value_usd_without_kg) as bigint) as value_usd_without_kg,
        min(cast(exporters.is_latest_vintage as integer)) = 1 as is_latest_vintage
    from intermediate.int_trade_exporter as exporters
    -- one code, many subjects
    inner join intermediate.int_trade_subject as subjects
        on exporters.hs_edition = subjects.hs_edition and exporters.hs_code = subjects.hs_code
    group by
        exporters.edition_id,
        exporters.source_id,
        subjects.trade_id,
        exporters.year,
        exporters.country_id,
        exporters.is_residual

)

select
    edition_id,
    source_id,
    trade_id,
    year,
    country_id,
    is_residual,
    value_min_usd,
    value_max_usd,
    net_kg,
    value_usd_without_kg,
    is_latest_vintage
from summed
  