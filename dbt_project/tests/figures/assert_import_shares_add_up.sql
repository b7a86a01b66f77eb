-- The shares of one table are parts of one whole: at their least they stay within 100, at their most they
-- reach it.
{{ config(meta={'dagster': {'ref': {'name': 'fct_import_source'}}}) }}

select
    edition_id,
    mineral_id,
    form,
    sum(share_min_pct) as least_pct,
    sum(share_max_pct) as most_pct
from {{ ref('fct_import_source') }}
group by edition_id, mineral_id, form
having sum(share_min_pct) > 100 or sum(share_max_pct) < 100
