with readings as (

    select
        claim_id,
        count(*) as reading_count
    from {{ ref('claim_readings') }}
    group by claim_id

)

select
    claims.claim_id,
    claims.claim,
    claims.speaker,
    claims.reported_by,
    try_cast(claims.reported_on as date) as reported_on,
    claims.subject_country_id,
    claims.list_id,
    claims.mineral_id,
    try_cast(claims.claimed_value as double) as claimed_value,
    claims.claimed_period,
    claims.unit,
    claims.comparison,
    coalesce(claims.is_in_scope = 'true', false) as is_in_scope,
    claims.scope_note,
    cast(coalesce(readings.reading_count, 0) as {{ dbt.type_int() }}) as reading_count
from {{ ref('claims') }} as claims
-- one row at most
left join readings on claims.claim_id = readings.claim_id
