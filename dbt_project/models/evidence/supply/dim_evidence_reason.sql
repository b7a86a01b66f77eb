select
    reason,
    reason_no,
    is_produced,
    meaning
from {{ ref('evidence_reasons') }}
