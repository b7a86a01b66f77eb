-- Readings with the claim's own country, list and mineral where they name none, numbers read as numbers.
with claims as (

    select
        claim_id,
        subject_country_id,
        list_id,
        mineral_id
    from {{ ref('claims') }}

),

measures as (

    select
        measure,
        unit,
        counts_by
    from {{ ref('claim_measures') }}

)

select
    readings.claim_id,
    readings.reading_id,
    readings.reading,
    readings.reads_as,
    readings.verb,
    readings.measure,
    measures.unit,
    measures.counts_by,
    coalesce(readings.country_id, claims.subject_country_id) as country_id,
    readings.partner_id,
    readings.group_id,
    coalesce(readings.list_id, claims.list_id) as list_id,
    readings.counting_rule,
    coalesce(readings.mineral_id, claims.mineral_id) as mineral_id,
    readings.stage,
    readings.form,
    try_cast(readings.level as double) as level,
    readings.scope,
    readings.period,
    readings.subject_id,
    readings.comparison,
    case when readings.comparison <> 'on' then try_cast(readings.threshold as double) end as threshold,
    case when readings.comparison = 'on' then readings.threshold end as threshold_period,
    readings.would_measure
from {{ ref('claim_readings') }} as readings
-- one row: a reading belongs to one claim and names one measure
inner join claims
    on readings.claim_id = claims.claim_id
inner join measures
    on readings.measure = measures.measure
