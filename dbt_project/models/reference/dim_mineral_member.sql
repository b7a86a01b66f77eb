select
    group_id,
    mineral_id
from {{ ref('mineral_group_members') }}
