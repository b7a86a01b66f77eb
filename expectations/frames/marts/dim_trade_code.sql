select
    *,
    count(*) over (partition by hs_edition) as codes_of_the_edition,
    length(goods) as goods_length,
    last_year_held - first_year_held as years_held
from marts.dim_trade_code
