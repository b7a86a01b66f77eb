select
    mineral_id,
    stage,
    step,
    has_step,
    forms,
    why_not
from {{ ref('stage_chain') }}
