-- Lines of a list on which a table lies above a level, in the last year of each table that answers for the line.
with tables as (

    select
        list_tables.*,
        subjects.subject_key,
        try_cast(subjects.level as double) as level,
        concentration.hhi,
        case subjects.measure
            when 'list_above_cap_count' then list_tables.top_share_all_min_pct
            else concentration.hhi_all_min
        end as lower_bound,
        case subjects.measure
            when 'list_above_cap_count' then list_tables.top_share_all_max_pct
            else concentration.hhi_all_max
        end as upper_bound
    from ({{ subjects_of(['list_above_cap_count', 'list_above_hhi_count']) }}) as subjects
    -- many rows: every table of every window that answers for a line
    inner join {{ ref('int_list_table') }} as list_tables on subjects.list_id = list_tables.list_id
    -- one row: the same key
    inner join {{ ref('fct_concentration') }} as concentration
        on list_tables.table_id = concentration.table_id

),

lines as (

    select
        subject_key,
        list_id,
        window_id,
        evidence_window,
        known_from,
        max(year) as year,
        max(case when lower_bound > level then 1 else 0 end) as is_above,
        max(case when upper_bound <= level then 0 else 1 end) as may_be_above,
        max(case when hhi is null then 0 else 1 end) as is_measured
    from tables
    group by subject_key, list_id, window_id, evidence_window, known_from, element_key

),

counts as (

    select
        lines.subject_key,
        lines.list_id,
        lines.window_id,
        lines.evidence_window,
        lines.known_from,
        max(lists.member_count) as list_lines,
        max(lines.year) as year,
        sum(lines.is_above) as lines_above,
        sum(lines.is_measured) as measured_lines,
        -- a line without a table may lie above any level
        sum(lines.may_be_above) + max(lists.member_count) - count(*) as lines_perhaps_above
    from lines
    inner join {{ ref('dim_critical_list') }} as lists on lines.list_id = lists.list_id
    group by lines.subject_key, lines.list_id, lines.window_id, lines.evidence_window, lines.known_from

)

select
    {{ measurement(
        'counts',
        edition_id='window_id',
        year='year',
        known_from='known_from',
        measured_value='lines_above',
        measured_min='lines_above',
        measured_max='lines_perhaps_above',
        note=counted_of('measured_lines', 'list_lines', 'lines measured'),
        evidence_table="'fct_concentration'",
        evidence_key="concat_ws('|', list_id, evidence_window)"
    ) }}
from counts
