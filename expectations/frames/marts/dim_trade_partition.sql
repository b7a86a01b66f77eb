select
    *,
    value_total / nullif(kg_total, 0) as usd_per_kg
from marts.dim_trade_partition
