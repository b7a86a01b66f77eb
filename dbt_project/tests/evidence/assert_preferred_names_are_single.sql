-- Every subject has one preferred name in each language that names it, a group of countries the one of its register.
{{ config(meta={'dagster': {'ref': {'name': 'dim_name'}}}) }}
select
    groups.group_name as name,
    'group' as kind,
    groups.group_id as subject_id,
    'is not the name that people read first' as problem
from {{ ref('country_groups') }} as groups
left join {{ ref('dim_name') }} as named
    on
        named.kind = 'group' and groups.group_id = named.subject_id and groups.group_name = named.name
        and named.language = 'en' and named.is_preferred
where named.name is null

union all

select
    min(name) as name,
    kind,
    subject_id,
    'has not exactly one preferred name in ' || language as problem
from {{ ref('dim_name') }}
group by kind, subject_id, stage, form, language
having sum(case when is_preferred then 1 else 0 end) <> 1
