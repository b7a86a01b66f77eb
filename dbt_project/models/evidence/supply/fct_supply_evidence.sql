with found as (
    {% for part in ['output', 'trade', 'stock', 'said'] %}
    select
        '{{ part }}' as part,
        country_id,
        mineral_id,
        stage,
        step,
        finding,
        found_in,
        year,
        evidence_value,
        unit,
        import_usd,
        edition_id,
        source_file_id,
        source_row
    from {{ ref('int_supply_' ~ part) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- what the tables of the newest window say of a step: of the country, or of whoever they do not name
reasons as (
    select
        steps.country_id,
        steps.mineral_id,
        steps.stage,
        steps.step,
        min(steps.reason_no) as reason_no
    from {{ ref('int_step_evidence') }} as steps
    inner join {{ ref('core_evidence_window') }} as windows
        on steps.window_id = windows.window_id and windows.is_latest_window
    group by steps.country_id, steps.mineral_id, steps.stage, steps.step
),

-- Of a step that is known to be zero exports come from stocks. Reserves are worked where output of the mineral is
-- printed and the step is not known to have ended.
judged as (
    select
        found.*,
        case
            when
                found.part = 'trade'
                and found.finding not in ('exports_prove_no_step', 'exports_of_a_neighbour', 'exports_of_a_hub')
                and {{ is_known_none('coalesce(own.reason_no, unnamed.reason_no)') }}
                then 'exports_where_none_is_made'
            when found.finding <> 'reserves_with_output' then found.finding
            when
                {{ is_known_none('own.reason_no') }}
                or max(case when found.finding in (
                    'printed_figure', 'figure_of_another_publisher', 'figure_of_an_earlier_year', 'figure_withheld'
                ) then 1 else 0 end) over (partition by found.country_id, found.mineral_id) = 0
                then 'reserves_alone'
            else found.finding
        end as decided
    from found
    -- one row at most each: no table names who is not named, and not every step
    left join reasons as own
        on
            found.country_id = own.country_id
            and found.mineral_id = own.mineral_id
            and found.stage = own.stage
            and found.step = own.step
    left join reasons as unnamed
        on
            unnamed.country_id is null
            and found.mineral_id = unnamed.mineral_id
            and found.stage = unnamed.stage
            and found.step = unnamed.step
)

select
    judged.country_id,
    judged.mineral_id,
    judged.stage,
    judged.step,
    grades.grade,
    judged.decided as finding,
    judged.found_in,
    cast(row_number() over (
        partition by judged.country_id, judged.mineral_id
        order by
            findings.finding_no asc nulls last,
            judged.year desc nulls last,
            judged.evidence_value desc nulls last,
            judged.stage asc nulls last,
            judged.step asc nulls last,
            judged.found_in asc nulls last
    ) as integer) as evidence_rank,
    judged.year,
    judged.evidence_value,
    judged.unit,
    judged.import_usd,
    judged.edition_id,
    judged.source_file_id,
    judged.source_row
from judged
-- one row each: every finding is registered, with its grade
inner join {{ ref('dim_evidence_finding') }} as findings on judged.decided = findings.finding
inner join {{ ref('dim_evidence_grade') }} as grades on findings.grade = grades.grade
