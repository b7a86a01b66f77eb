select
    finding,
    finding_no,
    grade,
    meaning
from {{ ref('evidence_findings') }}
