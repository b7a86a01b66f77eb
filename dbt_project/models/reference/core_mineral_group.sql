-- What belongs to which group: single minerals, and groups whose every member is in the other group.
with members as (

    select
        group_id,
        mineral_id
    from {{ ref('mineral_group_members') }}

),

sizes as (

    select
        group_id,
        count(*) as members
    from members
    group by group_id

),

shared as (

    select
        narrow.group_id as narrow_group_id,
        wide.group_id as wide_group_id,
        count(*) as members
    from members as narrow
    -- many to many: groups that share a member
    inner join members as wide
        on narrow.mineral_id = wide.mineral_id and narrow.group_id <> wide.group_id
    group by narrow.group_id, wide.group_id

)

select
    mineral_id,
    group_id,
    false as is_subgroup
from members
union all
select
    shared.narrow_group_id as mineral_id,
    shared.wide_group_id as group_id,
    true as is_subgroup
from shared
-- many to one
inner join sizes on shared.narrow_group_id = sizes.group_id and shared.members = sizes.members
