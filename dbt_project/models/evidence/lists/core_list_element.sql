-- What is counted on each list under each counting rule, and the minerals whose output answers for it.
with members as (

    select distinct
        list_id,
        member_no,
        mineral_id
    from {{ ref('fct_list_member') }}
    -- watched lines stand beside the list, not on it
    where not is_watched

),

with_elements as (

    select
        members.*,
        true as is_named_by_line
    from members

    union all

    -- a line that names a group is answered by each of its elements too
    select
        members.list_id,
        members.member_no,
        elements.mineral_id,
        false as is_named_by_line
    from members
    -- many rows: the elements of the group
    inner join {{ ref('mineral_group_members') }} as elements on members.mineral_id = elements.group_id

)

select
    list_id,
    'lines' as counting_rule,
    cast(member_no as {{ dbt.type_string() }}) as element_key,
    mineral_id,
    max(is_named_by_line) as is_named_by_line
from with_elements
group by list_id, member_no, mineral_id

union all

select distinct
    with_elements.list_id,
    'minerals' as counting_rule,
    with_elements.mineral_id as element_key,
    with_elements.mineral_id,
    true as is_named_by_line
from with_elements
-- a group is not one mineral: its elements are counted instead
left join (select distinct elements.group_id from {{ ref('mineral_group_members') }} as elements) as mineral_groups
    on with_elements.mineral_id = mineral_groups.group_id
where mineral_groups.group_id is null
