-- Every printed line of a list stands for a mineral, and each list has as many lines as it prints.
{{ config(meta={'dagster': {'ref': {'name': 'int_list_members'}}}) }}

with line_counts as (

    select
        list_id,
        count(distinct case when coalesce(section, '') <> 'watchlist' then member_no end) as members,
        count(distinct case when section = 'watchlist' then member_no end) as watched
    from {{ ref('int_list_members') }}
    group by list_id

)

select
    'line without a mineral: add it to seeds/evidence/list_member_minerals.csv' as problem,
    list_id,
    member_as_printed as detail
from {{ ref('int_list_members') }}
where mineral_id is null

union all

select
    'list is not described: add it to seeds/evidence/critical_lists.csv' as problem,
    line_counts.list_id,
    cast(line_counts.members as {{ dbt.type_string() }}) || ' lines' as detail
from line_counts
left join {{ ref('critical_lists') }} as critical_lists on line_counts.list_id = critical_lists.list_id
where critical_lists.list_id is null

union all

select
    'a list has another number of lines than it prints' as problem,
    critical_lists.list_id,
    cast(line_counts.members as {{ dbt.type_string() }}) || ' + '
    || cast(line_counts.watched as {{ dbt.type_string() }}) || ' found, '
    || cast(critical_lists.member_count as {{ dbt.type_string() }}) || ' + '
    || cast(critical_lists.watch_count as {{ dbt.type_string() }}) || ' printed' as detail
from {{ ref('critical_lists') }} as critical_lists
inner join line_counts on critical_lists.list_id = line_counts.list_id
where
    line_counts.members <> critical_lists.member_count
    or line_counts.watched <> critical_lists.watch_count
