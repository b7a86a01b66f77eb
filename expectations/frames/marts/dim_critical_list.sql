-- Lists, each with its printed lines by its members and as the last release counted them.
with lines as (

    select
        list_id,
        count(distinct member_no) as lines_in_members
    from marts.fct_list_member
    group by list_id

)

select
    lists.*,
    lists.member_count + lists.watch_count - coalesce(lines.lines_in_members, 0) as lines_missing,
    lists.member_count - released.member_count as more_than_released
from marts.dim_critical_list as lists
left join lines using (list_id)
left join previous.dim_critical_list as released using (list_id)
