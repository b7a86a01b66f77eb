-- counted from the printed lines, so that a list can never say more than it holds
with counts as (
    select
        list_id,
        count(distinct case when not is_watched then member_no end) as member_count,
        count(distinct case when is_watched then member_no end) as watch_count
    from {{ ref('fct_list_member') }}
    group by list_id
)

select
    lists.list_id,
    lists.jurisdiction,
    lists.list_name,
    lists.published_on,
    lists.citation,
    lists.counting_rule,
    lists.member_count as declared_member_count,
    cast(coalesce(counts.member_count, 0) as integer) as member_count,
    cast(coalesce(counts.watch_count, 0) as integer) as watch_count
from {{ ref('critical_lists') }} as lists
-- one list to its one count
left join counts on lists.list_id = counts.list_id
