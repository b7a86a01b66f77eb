-- What was counted on the list when a number was said, and what is counted now.
with windows as (

    select
        said.lineage_id,
        coverage.*,
        cast(coverage.known_from as {{ dbt.type_string() }}) <= {{ last_day_of('said.said_on') }} as was_known,
        row_number() over (
            partition by
                said.lineage_id,
                cast(coverage.known_from as {{ dbt.type_string() }}) <= {{ last_day_of('said.said_on') }}
            order by coverage.known_from desc nulls last
        ) as windows_back
    from {{ ref('claim_lineage') }} as said
    -- many rows: every window
    inner join {{ ref('fct_country_list_coverage') }} as coverage
        on
            said.list_id = coverage.list_id
            and said.subject_country_id = coverage.country_id
            and coverage.counting_rule = 'lines'

),

said as (

    select
        said.*,
        try_cast(said.said_count as {{ dbt.type_int() }}) as said_members,
        try_cast(said.said_total as {{ dbt.type_int() }}) as said_length
    from {{ ref('claim_lineage') }} as said

)

select
    said.lineage_id,
    said.said_on,
    said.list_as_said,
    said.list_id,
    said.said_members as said_count,
    said.said_length as said_total,
    said.speaker,
    said.subject_country_id,
    said.verb,
    said.reported_by,
    said.note,
    now.list_members,
    as_then.evidence_window as then_evidence_window,
    as_then.produced_members as then_produced_members,
    as_then.unknown_members as then_unknown_members,
    now.evidence_window as now_evidence_window,
    now.produced_members as now_produced_members,
    now.unknown_members as now_unknown_members,
    said.said_members - now.produced_members as said_more_than_now,
    -- whether what nobody knows could make up the difference
    case
        when now.produced_members is not null
            then said.said_members between now.produced_members and now.produced_members + now.unknown_members
    end as is_possible_now
from said
-- one row at most each
left join windows as as_then
    on said.lineage_id = as_then.lineage_id and as_then.was_known and as_then.windows_back = 1
left join windows as now
    on said.lineage_id = now.lineage_id and now.is_latest_window
