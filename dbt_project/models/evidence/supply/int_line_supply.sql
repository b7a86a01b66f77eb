-- The best evidence for what a list counts, over all minerals that answer for it, beside what the tables of output say
-- in the newest window; none for a country without any evidence.
with newest as (

    select distinct window_id
    from {{ ref('core_evidence_window') }}
    where is_latest_window

),

answers as (

    select
        elements.list_id,
        elements.counting_rule,
        elements.element_key,
        elements.country_id,
        min(elements.produced_no) as produced_no
    from {{ ref('int_element_evidence') }} as elements
    inner join newest on elements.window_id = newest.window_id
    group by elements.list_id, elements.counting_rule, elements.element_key, elements.country_id

),

ranked as (

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
    ranked.list_id,
    ranked.counting_rule,
    ranked.element_key,
    ranked.country_id,
    ranked.mineral_id,
    ranked.stage,
    ranked.grade,
    ranked.finding,
    ranked.found_in,
    ranked.year,
    grades.can_supply,
    grades.grade in ('named_no_figure', 'state_statement')
    and {{ is_unknown('coalesce(own.produced_no, unnamed.produced_no)') }} = 1 as is_only_said,
    -- a known no that better evidence overrules is no no
    coalesce(grades.can_supply and {{ is_known_no('coalesce(own.produced_no, unnamed.produced_no)') }}, false)
        as overrules_none
from ranked
inner join {{ ref('dim_evidence_grade') }} as grades on ranked.grade = grades.grade
-- one row at most, the country's own answer, and one row: that of whoever no table names
left join answers as own
    on
        ranked.list_id = own.list_id
        and ranked.counting_rule = own.counting_rule
        and ranked.element_key = own.element_key
        and ranked.country_id = own.country_id
inner join answers as unnamed
    on
        ranked.list_id = unnamed.list_id
        and ranked.counting_rule = unnamed.counting_rule
        and ranked.element_key = unnamed.element_key
        and unnamed.country_id is null
where ranked.place = 1
