-- Printed lines, each with the length of its list and how far its numbering is from 1, 2, 3 …
with lists as (

    select
        list_id,
        count(*) as lines_in_list,
        max(member_no) - count(distinct member_no) + min(member_no) - 1 as numbers_missing
    from raw.critical_list_members
    group by list_id

)

select
    members.*,
    members.list_id || ': ' || lists.lines_in_list as list_and_lines,
    lists.numbers_missing
from raw.critical_list_members as members
inner join lists using (list_id)
