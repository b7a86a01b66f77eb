select
    group_id,
    group_name,
    country_id,
    cast(member_from as date) as member_from,
    cast(member_to as date) as member_to,
    source_url
from {{ ref('country_groups') }}
