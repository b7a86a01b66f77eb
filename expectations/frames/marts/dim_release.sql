-- Editions, the newest of each source with its age.
select
    releases.*,
    case when releases.is_latest then date_diff('day', releases.published_on, current_date) end as age_days,
    case when releases.is_latest then releases.source_id end as latest_source_id
from marts.dim_release as releases
