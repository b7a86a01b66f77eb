-- Each printed line of a list with the minerals that it stands for. A mapping for one list overrules
-- the mapping of the same words for all lists.
with members as (

    select
        list_id,
        file_name,
        source_row,
        member_no,
        member_as_printed,
        section
    from {{ ref('stg_critical_lists__members') }}

),

mappings as (

    select
        list_id,
        lower(member_as_printed) as member_key,
        mineral_id,
        member_kind,
        note
    from {{ ref('list_member_minerals') }}

),

own_mappings as (

    select distinct
        list_id,
        member_key
    from mappings
    where list_id <> '*'

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
left join own_mappings
    on
        members.list_id = own_mappings.list_id
        and lower(members.member_as_printed) = own_mappings.member_key
-- one row for each mineral that the line stands for; a line without a mineral stays and fails a test
left join mappings
    on
        lower(members.member_as_printed) = mappings.member_key
        and mappings.list_id = coalesce(own_mappings.list_id, '*')
