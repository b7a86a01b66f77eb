
  
    
        create table marts.dim_trade_code
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition of the Harmonized System, code and mineral that the code holds.

Which goods stand for which mineral, judged code by code. A code that holds other goods too only bounds
the mineral\'s trade: it lies between 0 and the code\'s.
'
      

      as
      
    select hs_edition, hs_code, mineral_id, trade_level, stage, form, goods, code_kind, content_factor, factor_kind, note, first_year_held, last_year_held
    from (
        with held as (

    select
        hs_edition,
        hs_code,
        min(year) as first_year_held,
        max(year) as last_year_held
    from intermediate.int_trade_exporter
    group by hs_edition, hs_code

)

select
    bridge.hs_edition,
    bridge.hs_code,
    bridge.mineral_id,
    bridge.trade_level,
    bridge.stage,
    bridge.form,
    bridge.goods,
    bridge.code_kind,
    bridge.content_factor,
    bridge.factor_kind,
    bridge.note,
    held.first_year_held,
    held.last_year_held
from reference.hs_bridge as bridge
left join held on bridge.hs_edition = held.hs_edition and bridge.hs_code = held.hs_code
    ) as model_subq
  