select
    *,
    coalesce(mirror_gap_usd - (importer_value_usd - exporter_value_usd), 0) as gap_beside_reports,
    case when is_open then 1 else 0 end as open_rows,
    median(times_apart) over (partition by edition_id) as median_times_apart
from marts.fct_trade_mirror
