-- What a list is: its length, whether it names a mineral, the day of its publication.
with elements as (

    select
        subjects.subject_key,
        count(distinct elements.element_key) as element_count
    from ({{ subjects_of(['list_member_count', 'list_membership']) }}) as subjects
    -- many rows: what is counted
    inner join {{ ref('core_list_element') }} as elements
        on
            subjects.list_id = elements.list_id
            and case subjects.measure
                when 'list_member_count' then subjects.counting_rule = elements.counting_rule
                else elements.counting_rule = 'lines' and subjects.mineral_id = elements.mineral_id
            end
    group by subjects.subject_key

),

counts as (

    select
        subjects.*,
        lists.published_on,
        lists.citation,
        case when subjects.measure <> 'list_published_on' then coalesce(elements.element_count, 0) end as element_count
    from ({{ subjects_of(['list_member_count', 'list_membership', 'list_published_on']) }}) as subjects
    inner join {{ ref('dim_critical_list') }} as lists on subjects.list_id = lists.list_id
    -- one row at most
    left join elements on subjects.subject_key = elements.subject_key

)

select
    {{ measurement(
        'counts',
        known_from='published_on',
        measured_value='element_count',
        measured_min='element_count',
        measured_max='element_count',
        measured_period="case when measure = 'list_published_on' then published_on end",
        note='citation',
        evidence_table="'fct_list_member'",
        evidence_key='list_id'
    ) }}
from counts
