-- The largest producer of a table-year is taken from its shares twice, for the index and for the cap: both times it is
-- one country with one share. Firmness and revision interval beside the cap are those of the index's leader.
{{ config(meta={'dagster': {'ref': {'name': 'fct_single_country_cap'}}}) }}

select
    caps.table_id,
    caps.top_country_id,
    caps.top_share_pct,
    concentration.top1_country_id,
    concentration.top1_share_pct
from {{ ref('fct_single_country_cap') }} as caps
-- one row: the same key
left join {{ ref('fct_concentration') }} as concentration on caps.table_id = concentration.table_id
where
    caps.measure = 'world_production'
    and (
        concentration.table_id is null
        or caps.top_country_id is distinct from concentration.top1_country_id
        or caps.top_share_pct is distinct from concentration.top1_share_pct
    )
