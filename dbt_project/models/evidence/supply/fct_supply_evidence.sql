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
)

select
    found.country_id,
    found.mineral_id,
    found.stage,
    found.step,
    grades.grade,
    found.finding,
    found.found_in,
    cast(row_number() over (
        partition by found.country_id, found.mineral_id
        order by
            findings.finding_no asc nulls last,
            found.year desc nulls last,
            found.evidence_value desc nulls last,
            found.stage asc nulls last,
            found.step asc nulls last,
            found.found_in asc nulls last
    ) as integer) as evidence_rank,
    found.year,
    found.evidence_value,
    found.unit,
    found.import_usd,
    found.edition_id,
    found.source_file_id,
    found.source_row
from found
-- one row each: every finding is registered, with its grade
inner join {{ ref('dim_evidence_finding') }} as findings on found.finding = findings.finding
inner join {{ ref('dim_evidence_grade') }} as grades on findings.grade = grades.grade
