-- The day, month or year in which an agreement was signed.
with agreements as (

    select
        agreements.*,
        subjects.subject_key
    from ({{ subjects_of(['agreement_date']) }}) as subjects
    inner join {{ ref('policy_measures') }} as agreements
        on subjects.subject_id = agreements.policy_measure_id and agreements.kind = 'agreement'

)

select
    {{ measurement(
        'agreements',
        known_from='try_cast(' ~ first_day_of('signed_on') ~ ' as date)',
        measured_period='signed_on',
        note='instrument_id',
        evidence_table="'fct_policy_measure'",
        evidence_key='policy_measure_id'
    ) }}
from agreements
