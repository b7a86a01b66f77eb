-- Prices by weight beside what a price by weight can be; null where the price is by another unit or is zero.
select
    *,
    case when unit = 'usd_per_tonne' then nullif(value, 0) end as usd_per_tonne
from marts.fct_price
