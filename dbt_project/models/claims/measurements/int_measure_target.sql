-- The value that a document itself sets.
with targets as (

    select
        targets.*,
        subjects.subject_key
    from ({{ subjects_of(['stated_target']) }}) as subjects
    inner join {{ ref('stated_targets') }} as targets on subjects.subject_id = targets.target_id

)

select
    {{ measurement(
        'targets',
        known_from='stated_on',
        measured_value='target_value',
        measured_min='target_value',
        measured_max='target_value',
        note="document || ', ' || scope",
        evidence_table="'stated_targets'",
        evidence_key='target_id'
    ) }}
from targets
