-- How much of a list a country can supply, by the newest evidence: it is counted for countries with any evidence only.
-- A known no that better evidence overrules is no no.
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

)

select
    supply.list_id,
    supply.counting_rule,
    supply.country_id,
    sum(case when grades.can_supply then 1 else 0 end) as supply_members,
    sum(
        case
            when grades.grade in ('named_no_figure', 'state_statement')
                then {{ is_unknown('coalesce(own.produced_no, unnamed.produced_no)') }}
            else 0
        end
    ) as said_members,
    sum(case when grades.can_supply and coalesce(own.produced_no, unnamed.produced_no) >= 40 then 1 else 0 end)
        as overruled_members
from {{ ref('int_line_supply') }} as supply
inner join {{ ref('dim_evidence_grade') }} as grades on supply.grade = grades.grade
-- one row at most, and one row: that of whoever no table names
left join answers as own
    on
        supply.list_id = own.list_id
        and supply.counting_rule = own.counting_rule
        and supply.element_key = own.element_key
        and supply.country_id = own.country_id
inner join answers as unnamed
    on
        supply.list_id = unnamed.list_id
        and supply.counting_rule = unnamed.counting_rule
        and supply.element_key = unnamed.element_key
        and unnamed.country_id is null
group by supply.list_id, supply.counting_rule, supply.country_id
