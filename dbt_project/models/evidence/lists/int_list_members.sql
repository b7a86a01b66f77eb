-- Each printed line of a list with the minerals that it stands for. A mapping for one list overrules
-- the mapping of the same words for all lists.
with mappings as (

    select
        mappings.*,
        lower(member_as_printed) as member_key
    from {{ ref('list_member_minerals') }} as mappings

),

own_mappings as (

    select distinct
        list_id,
        member_key
    from mappings

),

members as (

    select
        members.*,
        lower(members.member_as_printed) as member_key,
        coalesce(own_mappings.list_id, '*') as mapped_by
    from {{ ref('stg_critical_lists__members') }} as members
    -- one row at most
    left join own_mappings
        on members.list_id = own_mappings.list_id and lower(members.member_as_printed) = own_mappings.member_key

)

select
    members.list_id,
    members.file_name,
    members.source_row,
    members.member_no,
    members.member_as_printed,
    members.section,
    mappings.mineral_id,
    mappings.member_kind,
    mappings.note
from members
-- one row for each mineral that the line stands for; a line without a mineral stays and fails a test
left join mappings
    on members.member_key = mappings.member_key and members.mapped_by = mappings.list_id
