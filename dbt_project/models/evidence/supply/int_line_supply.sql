-- The best evidence for what a list counts, over all minerals that answer for it; none for a country without any.
with ranked as (

    select
        elements.list_id,
        elements.counting_rule,
        elements.element_key,
        evidence.country_id,
        evidence.mineral_id,
        evidence.stage,
        evidence.grade,
        evidence.finding,
        evidence.found_in,
        evidence.year,
        row_number() over (
            partition by elements.list_id, elements.counting_rule, elements.element_key, evidence.country_id
            order by
                findings.finding_no asc nulls last,
                case when elements.is_named_by_line then 0 else 1 end asc,
                evidence.year desc nulls last,
                evidence.evidence_value desc nulls last,
                evidence.mineral_id asc nulls last
        ) as place
    from {{ ref('core_list_element') }} as elements
    -- many rows: every country with evidence, the best of each
    inner join {{ ref('fct_supply_evidence') }} as evidence
        on elements.mineral_id = evidence.mineral_id and evidence.evidence_rank = 1
    -- one row
    inner join {{ ref('dim_evidence_finding') }} as findings on evidence.finding = findings.finding

)

select
    list_id,
    counting_rule,
    element_key,
    country_id,
    mineral_id,
    stage,
    grade,
    finding,
    found_in,
    year
from ranked
where place = 1
