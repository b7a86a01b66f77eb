-- Which lists name a mineral: itself, the group that it belongs to, or members of the group that it is.
with links as (

    select
        mineral_id,
        mineral_id as named_id,
        1 as how
    from {{ ref('dim_mineral') }}

    union all

    select
        mineral_id,
        group_id as named_id,
        2 as how
    from {{ ref('core_mineral_group') }}

    union all

    select
        group_id as mineral_id,
        mineral_id as named_id,
        3 as how
    from {{ ref('core_mineral_group') }}

),

named as (

    select
        links.mineral_id,
        members.list_id,
        min(links.how) as how
    from links
    -- many rows: the lines of all lists
    inner join {{ ref('fct_list_member') }} as members on links.named_id = members.mineral_id
    where not members.is_watched
    group by links.mineral_id, members.list_id

)

select
    named.mineral_id,
    cast(count(*) as integer) as list_count,
    {% for list_id in profile_lists() -%}
    max(case when named.list_id = '{{ list_id }}' then 1 else 0 end) = 1 as is_on_{{ list_id }},
    {% endfor -%}
    {{ joined_text(
        "lists.jurisdiction || ' ' || lists.list_name"
        ~ " || case named.how when 2 then ' (its group)' when 3 then ' (its members)' else '' end",
        'lists.published_on, lists.list_id', '; '
    ) }} as lists
from named
inner join {{ ref('dim_critical_list') }} as lists on named.list_id = lists.list_id
group by named.mineral_id
