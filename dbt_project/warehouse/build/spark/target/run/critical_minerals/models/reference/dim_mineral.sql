
  
    
        create table marts.dim_mineral
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per mineral.
'
      

      as
      
    select mineral_id, mineral_name, symbol, mineral_group, is_group
    from (
        select
    mineral_id,
    mineral_name,
    symbol,
    mineral_group,
    is_group
from reference.minerals
    ) as model_subq
  