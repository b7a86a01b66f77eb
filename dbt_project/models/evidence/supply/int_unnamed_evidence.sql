-- Whether a country makes a mineral whose tables do not name it, as each window knows it: no, or nobody knows.
{%- set verbs = evidence_verbs() %}
with own_tables as (

    select
        window_id,
        mineral_id,
        {% for verb, condition in verbs.items() -%}
        {{ count_where(condition) }} as {{ verb }}_tables,
        {{ count_where(condition ~ ' and hides_because is not null') }} as {{ verb }}_hiding,
        {% endfor -%}
        -- the words sort by how likely they are to hide someone
        min(hides_because) as hides_because
    from {{ ref('core_evidence_window') }}
    group by window_id, mineral_id

),

group_tables as (

    -- an element without a table of its own is counted in its group's
    select
        own_tables.window_id,
        elements.mineral_id,
        {% for verb in verbs -%}
        own_tables.{{ verb }}_tables,
        own_tables.{{ verb }}_hiding,
        {% endfor -%}
        own_tables.hides_because
    from own_tables
    -- many rows: the elements of the group
    inner join {{ ref('mineral_group_members') }} as elements
        on own_tables.mineral_id = elements.group_id
    left join own_tables as elements_own
        on
            own_tables.window_id = elements_own.window_id
            and elements.mineral_id = elements_own.mineral_id
    where elements_own.mineral_id is null

),

tables as (
    {% for found in ['own_tables', 'group_tables'] %}
    select
        window_id,
        mineral_id,
        {% for verb in verbs -%}
        {{ verb }}_tables,
        {{ verb }}_hiding,
        {% endfor -%}
        hides_because
    from {{ found }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    windows.window_id,
    minerals.mineral_id,
    {% for verb in verbs -%}
    case when tables.{{ verb }}_tables > 0 and tables.{{ verb }}_hiding = 0 then false end as is_{{ verb }},
    {% endfor -%}
    case
        when tables.mineral_id is null then 'no_source_counts_it'
        else coalesce(tables.hides_because, 'named_rows_make_the_world_total')
    end as reason
from (select distinct every_window.window_id from {{ ref('core_evidence_window') }} as every_window) as windows
-- every window with every mineral, those without a table included
cross join {{ ref('dim_mineral') }} as minerals
left join tables
    on windows.window_id = tables.window_id and minerals.mineral_id = tables.mineral_id
