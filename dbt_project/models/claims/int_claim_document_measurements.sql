-- Readings of dated documents: lists, targets, groups of countries, agreements. They have no edition and no year.
with readings as (

    select
        claim_id,
        reading_id,
        measure,
        country_id,
        partner_id,
        group_id,
        list_id,
        counting_rule,
        mineral_id,
        scope,
        period,
        subject_id
    from {{ ref('int_claim_readings') }}
    where counts_by = 'document'

),

list_sizes as (

    select
        list_id,
        counting_rule,
        count(distinct element_key) as members
    from {{ ref('core_list_element') }}
    group by list_id, counting_rule

),

list_minerals as (

    select
        list_id,
        mineral_id,
        count(distinct element_key) as lines
    from {{ ref('core_list_element') }}
    where counting_rule = 'lines'
    group by list_id, mineral_id

),

from_lists as (

    select
        readings.claim_id,
        readings.reading_id,
        lists.published_on as known_from,
        case readings.measure
            when 'list_member_count' then list_sizes.members
            when 'list_membership' then coalesce(list_minerals.lines, 0)
        end as measured_value,
        case
            when readings.measure = 'list_published_on' then cast(lists.published_on as {{ dbt.type_string() }})
        end as measured_period,
        lists.citation as note,
        'fct_list_member' as evidence_table,
        readings.list_id as evidence_key
    from readings
    -- one row each
    inner join {{ ref('dim_critical_list') }} as lists on readings.list_id = lists.list_id
    left join list_sizes
        on readings.list_id = list_sizes.list_id and readings.counting_rule = list_sizes.counting_rule
    left join list_minerals
        on readings.list_id = list_minerals.list_id and readings.mineral_id = list_minerals.mineral_id
    where readings.measure in ('list_member_count', 'list_membership', 'list_published_on')

),

from_targets as (

    select
        readings.claim_id,
        readings.reading_id,
        cast(targets.stated_on as date) as known_from,
        cast(targets.target_value as double) as measured_value,
        cast(null as {{ dbt.type_string() }}) as measured_period,
        targets.document || ', ' || targets.scope as note,
        'stated_targets' as evidence_table,
        targets.target_id as evidence_key
    from readings
    inner join {{ ref('stated_targets') }} as targets on readings.subject_id = targets.target_id
    where readings.measure = 'stated_target'

),

from_groups as (

    select
        readings.claim_id,
        readings.reading_id,
        max(memberships.member_from) as known_from,
        count(distinct memberships.country_id) as measured_value,
        cast(null as {{ dbt.type_string() }}) as measured_period,
        'members at the end of ' || max(readings.period) as note,
        'dim_country_group' as evidence_table,
        max(readings.group_id) as evidence_key
    from readings
    -- many rows: the members
    inner join {{ ref('dim_country_group') }} as memberships
        on
            readings.group_id = memberships.group_id
            and cast(memberships.member_from as {{ dbt.type_string() }}) <= {{ last_day_of('readings.period') }}
            and coalesce(cast(memberships.member_to as {{ dbt.type_string() }}), '9999')
            >= {{ last_day_of('readings.period') }}
    where readings.measure = 'group_member_count'
    group by readings.claim_id, readings.reading_id

),

agreements as (

    select
        policy_measure_id,
        instrument_id,
        party_a,
        party_b,
        scope,
        signed_on,
        {{ first_day_of('signed_on') }} as first_day,
        {{ last_day_of('signed_on') }} as last_day
    from {{ ref('policy_measures') }}
    where kind = 'agreement'

),

from_signings as (

    select
        readings.claim_id,
        readings.reading_id,
        try_cast(agreements.first_day as date) as known_from,
        cast(null as double) as measured_value,
        agreements.signed_on as measured_period,
        agreements.instrument_id as note,
        'fct_policy_measure' as evidence_table,
        agreements.policy_measure_id as evidence_key
    from readings
    inner join agreements on readings.subject_id = agreements.policy_measure_id
    where readings.measure = 'agreement_date'

),

-- the agreements that a reading counts, each document once whatever the number of its partners
counted as (

    select distinct
        readings.claim_id,
        readings.reading_id,
        readings.measure,
        readings.period,
        readings.subject_id,
        agreements.instrument_id,
        agreements.first_day,
        agreements.last_day
    from readings
    inner join agreements
        on
            (readings.scope is null or ';' || readings.scope || ';' like '%;' || agreements.scope || ';%')
            and (readings.partner_id is null or readings.partner_id in (agreements.party_a, agreements.party_b))
    left join {{ ref('dim_country_group') }} as members
        on readings.group_id = members.group_id and members.country_id in (agreements.party_a, agreements.party_b)
    where
        (readings.measure = 'agreement_count' and readings.country_id in (agreements.party_a, agreements.party_b))
        or (readings.measure = 'agreement_order' and members.country_id is not null)

),

from_counts as (

    select
        claim_id,
        reading_id,
        try_cast(max(case when first_day <= {{ last_day_of('period') }} then first_day end) as date) as known_from,
        count(case
            when first_day >= {{ first_day_of('period') }} and last_day <= {{ last_day_of('period') }} then 1
        end) as measured_value,
        count(case
            when last_day >= {{ first_day_of('period') }} and first_day <= {{ last_day_of('period') }} then 1
        end) as measured_max,
        cast(null as {{ dbt.type_string() }}) as measured_period,
        'as far as the register of agreements goes' as note,
        'fct_policy_measure' as evidence_table,
        {{ joined_text(
            'case when last_day >= ' ~ first_day_of('period') ~ ' and first_day <= ' ~ last_day_of('period')
            ~ ' then instrument_id end', separator=';'
        ) }} as evidence_key
    from counted
    where measure = 'agreement_count'
    group by claim_id, reading_id

),

-- the register can show that another came before, never that none did
from_order as (

    select
        counted.claim_id,
        counted.reading_id,
        try_cast(max(subjects.first_day) as date) as known_from,
        1 + count(case when counted.last_day < subjects.first_day then 1 end) as measured_value,
        1 + count(case
            when counted.first_day < subjects.last_day and counted.instrument_id <> subjects.instrument_id then 1
        end) as measured_max,
        cast(null as {{ dbt.type_string() }}) as measured_period,
        'as far as the register of agreements goes' as note,
        'fct_policy_measure' as evidence_table,
        {{ joined_text(
            'case when counted.last_day < subjects.first_day then counted.instrument_id end', separator=';'
        ) }} as evidence_key
    from counted
    inner join agreements as subjects on counted.subject_id = subjects.policy_measure_id
    where counted.measure = 'agreement_order'
    group by counted.claim_id, counted.reading_id

),

measurements as (
    {% for found in ['from_lists', 'from_targets', 'from_groups', 'from_signings', 'from_counts', 'from_order'] %}
    select
        claim_id,
        reading_id,
        known_from,
        cast(measured_value as double) as measured_value,
        cast({{ 'measured_max' if found in ['from_counts', 'from_order'] else 'measured_value' }} as double)
            as measured_max,
        measured_period,
        note,
        evidence_table,
        evidence_key
    from {{ found }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    claim_id,
    reading_id,
    cast(null as {{ dbt.type_string() }}) as edition_id,
    cast(null as {{ dbt.type_int() }}) as year,
    known_from,
    'document' as vintage_key,
    measured_value,
    measured_value as measured_min,
    measured_max,
    measured_period,
    note,
    evidence_table,
    evidence_key,
    cast(null as {{ dbt.type_string() }}) as source_file_id,
    cast(null as {{ dbt.type_int() }}) as source_row
from measurements
