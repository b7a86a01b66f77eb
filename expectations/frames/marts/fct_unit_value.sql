select
    *,
    sum(value_usd * outlier_value_pct) over years / nullif(sum(value_usd) over years, 0) as year_outlier_value_pct
from marts.fct_unit_value
window years as (partition by edition_id, hs_edition, year)
