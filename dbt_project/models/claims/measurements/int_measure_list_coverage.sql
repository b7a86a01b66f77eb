-- Members of a list that one country produces; what nobody knows is the upper bound.
with counts as (

    select
        coverage.*,
        subjects.subject_key,
        case subjects.stage
            when 'mine' then coverage.mined_members
            when 'processed' then coverage.processed_members
            else coverage.produced_members
        end as known_count,
        case subjects.stage
            when 'mine' then coverage.mined_unknown_members
            when 'processed' then coverage.processed_unknown_members
            else coverage.unknown_members
        end as unknown_count
    from ({{ subjects_of(['list_coverage_count']) }}) as subjects
    -- many rows: every window
    inner join {{ ref('fct_country_list_coverage') }} as coverage
        on
            subjects.country_id = coverage.country_id
            and subjects.list_id = coverage.list_id
            and subjects.counting_rule = coverage.counting_rule

)

select
    {{ measurement(
        'counts',
        edition_id='edition_id',
        year='last_year',
        known_from='known_from',
        measured_value='known_count',
        measured_min='known_count',
        measured_max='known_count + unknown_count',
        note=counted_of('unknown_count', 'list_members', 'unknown'),
        evidence_table="'fct_country_list_coverage'",
        evidence_key="concat_ws('|', country_id, list_id, counting_rule, evidence_window)"
    ) }}
from counts
