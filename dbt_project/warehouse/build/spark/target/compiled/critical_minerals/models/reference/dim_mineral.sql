select
    mineral_id,
    mineral_name,
    symbol,
    mineral_group,
    is_group
from reference.minerals