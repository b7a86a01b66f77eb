select
    *,
    case when hs_edition = 'HS92' and hs_code = '260300' then hhi end as copper_ore_hhi
from marts.fct_trade_concentration
