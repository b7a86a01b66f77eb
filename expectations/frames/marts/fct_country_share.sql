-- Shares beside the sum of their table.
select
    *,
    sum(share_pct) over (partition by release_id, mineral_id, stage, form, year) as table_share_pct
from marts.fct_country_share
