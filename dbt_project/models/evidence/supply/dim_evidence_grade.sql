select
    grade,
    grade_no,
    grade_name,
    can_supply,
    proves,
    does_not_prove
from {{ ref('evidence_grades') }}
