with found as (
    {% for part in ['output', 'trade', 'stock', 'said'] %}
    select
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

-- a deposit is worked where output of the mineral is printed
judged as (
    select
        found.*,
        case
            when
                finding = 'reserves_with_output'
                and max(case when finding in (
                    'printed_figure', 'figure_of_another_publisher', 'figure_of_an_earlier_year', 'figure_withheld'
                ) then 1 else 0 end) over (partition by country_id, mineral_id) = 0
                then 'reserves_alone'
            else finding
        end as decided
    from found
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
