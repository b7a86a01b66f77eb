-- The mapping seeds point at minerals and countries that exist, name each thing once, and keep their form.
{{ config(meta={'dagster': {'ref': {'name': 'table_rules'}}}) }}

{%- set mineral_keys = [
    ('table_rules', 'mineral_id'), ('list_member_minerals', 'mineral_id'), ('gas_densities', 'mineral_id'),
    ('mineral_group_members', 'mineral_id'), ('mineral_group_members', 'group_id'), ('row_merges', 'mineral_id'),
] %}
{%- set names = [
    ('minerals', 'mineral_id'), ('countries', 'country_id'), ('editions', 'edition_id'),
    ('critical_lists', 'list_id'), ('corrections', 'correction_id'), ('units', 'unit_as_printed'),
    ('table_rules', 'rule_no'), ('value_tokens', 'token_pattern'), ('gas_densities', 'mineral_id'),
    ('country_names', 'lower(name_as_printed)'), ('country_qualifiers', 'lower(qualifier)'), ('row_merges', 'merge_id'),
    ("commodity_names", "source_id || ' ' || name_pattern"),
    ("mineral_group_members", "group_id || ' ' || mineral_id"),
    ("list_member_minerals", "list_id || ' ' || lower(member_as_printed) || ' ' || mineral_id"),
] %}

{%- for seed, field in mineral_keys %}
select
    'mineral is not in seeds/reference/minerals.csv' as problem,
    '{{ seed }}' as seed,
    child.{{ field }} as found
from {{ ref(seed) }} as child
left join {{ ref('minerals') }} as parent on child.{{ field }} = parent.mineral_id
where parent.mineral_id is null

union all
{% endfor %}
{%- for seed, field in names %}
select
    'named twice' as problem,
    '{{ seed }}' as seed,
    cast({{ field }} as {{ dbt.type_string() }}) as found
from {{ ref(seed) }}
group by {{ field }}
having count(*) > 1

union all
{% endfor %}

select
    'country is not in seeds/reference/countries.csv' as problem,
    'country_names' as seed,
    country_names.country_id as found
from {{ ref('country_names') }} as country_names
left join {{ ref('countries') }} as countries on country_names.country_id = countries.country_id
where countries.country_id is null

union all

select
    'commodity has no rule in seeds/cells/table_rules.csv' as problem,
    'commodity_names' as seed,
    commodity_names.commodity as found
from {{ ref('commodity_names') }} as commodity_names
left join {{ ref('table_rules') }} as rules
    on commodity_names.source_id = rules.source_id and commodity_names.commodity = rules.commodity
where rules.commodity is null

union all

select
    'a name pattern begins with ^ and three plain letters' as problem,
    'commodity_names' as seed,
    name_pattern as found
from {{ ref('commodity_names') }}
where
    substr(name_pattern, 1, 1) <> '^'
    or not {{ text_matches('substr(name_pattern, 2)', "'^[a-z0-9]{3}'") }}

union all

select
    'stage, statistic or comparability is outside its vocabulary' as problem,
    'table_rules' as seed,
    mineral_id || ' ' || stage || ' ' || statistic as found
from {{ ref('table_rules') }}
where
    stage not in ('mine', 'smelter', 'refinery', 'plant')
    or statistic not in ('any', 'production', 'reserves', 'capacity')
    or is_comparable is null
