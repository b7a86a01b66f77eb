-- Sources of imports beside the sum of their table.
select
    sources.*,
    sum(sources.share_pct) over (partition by sources.edition_id, sources.mineral_id, sources.form) as table_share_pct
from marts.fct_import_source as sources
