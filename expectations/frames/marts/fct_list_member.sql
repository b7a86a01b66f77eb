-- Printed lines by mineral, each with its list, and whether the last release understood the line the same.
with released as (

    select
        list_id,
        member_no,
        count(*) as minerals_in_line
    from previous.fct_list_member
    group by list_id, member_no

),

lines as (

    select
        list_id,
        member_no,
        count(*) as minerals_in_line
    from marts.fct_list_member
    group by list_id, member_no

)

select
    members.*,
    lines.minerals_in_line,
    members.list_id || ': ' || members.mineral_id as list_and_mineral,
    case
        when released.list_id is not null then cast(same.list_id is not null as integer)
    end as has_same_meaning
from marts.fct_list_member as members
inner join lines using (list_id, member_no)
left join released using (list_id, member_no)
-- the line with this very mineral: at most one
left join previous.fct_list_member as same using (list_id, member_no, mineral_id)
