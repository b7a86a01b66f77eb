-- Members of a group of countries at the end of a period.
with groups as (

    select
        subjects.subject_key,
        subjects.group_id,
        subjects.period,
        max(memberships.member_from) as known_from,
        count(distinct memberships.country_id) as member_count
    from ({{ subjects_of(['group_member_count']) }}) as subjects
    -- many rows: the members
    inner join {{ ref('dim_country_group') }} as memberships
        on
            subjects.group_id = memberships.group_id
            and cast(memberships.member_from as {{ dbt.type_string() }}) <= {{ last_day_of('subjects.period') }}
            and coalesce(cast(memberships.member_to as {{ dbt.type_string() }}), '9999')
            >= {{ last_day_of('subjects.period') }}
    group by subjects.subject_key, subjects.group_id, subjects.period

)

select
    {{ measurement(
        'groups',
        known_from='known_from',
        measured_value='member_count',
        measured_min='member_count',
        measured_max='member_count',
        note="'members at the end of ' || period",
        evidence_table="'dim_country_group'",
        evidence_key='group_id'
    ) }}
from groups
