-- a date may be a day, a month, a year or two days: its first and last day say what is known
with measures as (
    select
        measures.*,
        case
            when signed_on like '%/%' then 'range'
            when length(signed_on) = 10 then 'day'
            when length(signed_on) = 7 then 'month'
            when length(signed_on) = 4 then 'year'
        end as signed_precision
    from {{ ref('policy_measures') }} as measures
),

dated as (
    select
        measures.*,
        case
            when signed_precision in ('day', 'range') then cast(substr(signed_on, 1, 10) as date)
            when signed_precision = 'month' then cast(signed_on || '-01' as date)
            when signed_precision = 'year' then cast(signed_on || '-01-01' as date)
        end as first_day,
        case
            when signed_precision = 'day' then cast(signed_on as date)
            when signed_precision = 'range' then cast(substr(signed_on, 12, 10) as date)
            when signed_precision = 'month' then last_day(cast(signed_on || '-01' as date))
            when signed_precision = 'year' then cast(signed_on || '-12-31' as date)
        end as last_day
    from measures
),

parties as (
    select
        country_id as party_id,
        country_name as party_name
    from {{ ref('countries') }}
    union all
    select distinct
        group_id as party_id,
        group_name as party_name
    from {{ ref('country_groups') }}
),

minerals as (
    select
        policy_measure_id,
        {{ joined_text('mineral_id') }} as minerals,
        cast(count(*) as integer) as mineral_count
    from {{ ref('policy_measure_minerals') }}
    group by policy_measure_id
)

select
    dated.policy_measure_id,
    dated.instrument_id,
    dated.kind,
    dated.control_type,
    dated.party_a,
    party_a.party_name as party_a_name,
    dated.party_b,
    party_b.party_name as party_b_name,
    case when dated.signed_precision = 'day' then dated.first_day end as signed_on,
    dated.signed_precision,
    dated.first_day as signed_first_day,
    dated.last_day as signed_last_day,
    dated.year,
    dated.scope,
    dated.instrument,
    minerals.minerals,
    coalesce(minerals.mineral_count, 0) as mineral_count,
    dated.minerals_as_printed,
    dated.source_name,
    dated.source_url,
    dated.printed_date,
    dated.note
from dated
-- many measures to one party; a party that is not known breaks the contract
left join parties as party_a on dated.party_a = party_a.party_id
left join parties as party_b on dated.party_b = party_b.party_id
-- one to at most one
left join minerals on dated.policy_measure_id = minerals.policy_measure_id
