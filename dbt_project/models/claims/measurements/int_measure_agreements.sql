-- How many agreements two parties signed in a period, and the place of one in time among all that are like it. The
-- register can show that another came before, never that none did.
with agreements as (

    select
        measures.*,
        {{ first_day_of('measures.signed_on') }} as first_day,
        {{ last_day_of('measures.signed_on') }} as last_day
    from {{ ref('policy_measures') }} as measures
    where measures.kind = 'agreement'

),

-- what each agreement is compared with: the period, or the agreement whose place is asked
subjects as (

    select
        subjects.*,
        placed.instrument_id as placed_id,
        coalesce(placed.first_day, {{ first_day_of('subjects.period') }}) as from_day,
        coalesce(placed.last_day, {{ last_day_of('subjects.period') }}) as to_day
    from ({{ subjects_of(['agreement_count', 'agreement_order']) }}) as subjects
    -- one row at most
    left join agreements as placed
        on subjects.subject_id = placed.policy_measure_id and subjects.measure = 'agreement_order'
    where subjects.measure = 'agreement_count' or placed.policy_measure_id is not null

),

-- each document once, whatever the number of its partners
documents as (

    select distinct
        subjects.*,
        agreements.instrument_id,
        agreements.first_day,
        agreements.last_day
    from subjects
    inner join agreements
        on
            (subjects.scope is null or ';' || subjects.scope || ';' like '%;' || agreements.scope || ';%')
            and (subjects.partner_id is null or subjects.partner_id in (agreements.party_a, agreements.party_b))
    left join {{ ref('dim_country_group') }} as members
        on subjects.group_id = members.group_id and members.country_id in (agreements.party_a, agreements.party_b)
    where
        case subjects.measure
            when 'agreement_count' then subjects.country_id in (agreements.party_a, agreements.party_b)
            else members.country_id is not null
        end

),

compared as (

    select
        documents.*,
        case measure
            when 'agreement_count' then first_day >= from_day and last_day <= to_day
            else last_day < from_day
        end as is_counted,
        case measure
            when 'agreement_count' then last_day >= from_day and first_day <= to_day
            else first_day < to_day and instrument_id <> placed_id
        end as may_count,
        case
            when measure = 'agreement_order' then from_day
            when first_day <= to_day then first_day
        end as known_day
    from documents

),

counts as (

    select
        subject_key,
        max(known_day) as known_day,
        -- a place is one more than how many came before
        max(case measure when 'agreement_order' then 1 else 0 end) + count(case when is_counted then 1 end) as least,
        max(case measure when 'agreement_order' then 1 else 0 end) + count(case when may_count then 1 end) as most,
        {{ joined_text(
            "case when is_counted or (measure = 'agreement_count' and may_count) then instrument_id end", separator=';'
        ) }} as documents
    from compared
    group by subject_key

)

select
    {{ measurement(
        'counts',
        known_from='try_cast(known_day as date)',
        measured_value='least',
        measured_min='least',
        measured_max='most',
        note="'as far as the register of agreements goes'",
        evidence_table="'fct_policy_measure'",
        evidence_key='documents'
    ) }}
from counts
