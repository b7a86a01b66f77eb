-- Every name means something that is there, and every subject has one preferred name in each language that names it.
{{ config(meta={'dagster': {'ref': {'name': 'dim_name'}}}) }}
with
registered as (
    {% for seed in ('names', 'country_cldr_names') %}
    select
        name,
        kind,
        subject_id,
        {{ 'stage' if seed == 'names' else 'null' }} as stage,
        {{ 'form' if seed == 'names' else 'null' }} as form
    from {{ ref(seed) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    name,
    kind,
    subject_id,
    'names nothing that is known' as problem
from registered
where
    not (
        kind = 'mineral' and subject_id in (select mineral_id from {{ ref('minerals') }})
        or kind = 'country' and subject_id in (select country_id from {{ ref('countries') }})
        or kind = 'group' and subject_id in (select group_id from {{ ref('country_groups') }})
        or kind = 'product' and exists (
            select 1
            from {{ ref('table_rules') }} as counted
            where
                counted.mineral_id = registered.subject_id and counted.stage = registered.stage
                and (registered.form is null or counted.form = registered.form)
        )
    )

union all

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
