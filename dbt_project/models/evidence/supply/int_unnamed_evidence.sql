-- Whether a country makes a mineral whose tables do not name it, as each window knows it: no, or nobody knows.
{%- set verbs = evidence_verbs() %}
with own_tables as (

    select
        window_id,
        mineral_id,
        {% for verb, condition in verbs.items() -%}
        {{ count_where(condition) }} > 0
        and {{ count_where(condition ~ ' and hides_because is not null') }} = 0 as is_{{ verb }}_complete,
        {% endfor -%}
        -- the words sort by how likely they are to hide someone
        coalesce(min(hides_because), 'named_rows_make_the_world_total') as reason
    from {{ ref('core_evidence_window') }}
    group by window_id, mineral_id

),

tables as (

    select
        own_tables.*,
        own_tables.mineral_id as answers_for
    from own_tables

    union all

    -- an element without a table of its own is counted in its group's
    select
        own_tables.*,
        elements.mineral_id as answers_for
    from own_tables
    -- many rows: the elements of the group
    inner join {{ ref('mineral_group_members') }} as elements on own_tables.mineral_id = elements.group_id
    left join own_tables as elements_own
        on own_tables.window_id = elements_own.window_id and elements.mineral_id = elements_own.mineral_id
    where elements_own.mineral_id is null

)

select
    windows.window_id,
    minerals.mineral_id,
    {% for verb in verbs -%}
    case when tables.is_{{ verb }}_complete then false end as is_{{ verb }},
    {% endfor -%}
    coalesce(tables.reason, 'no_source_counts_it') as reason
from (select distinct own_tables.window_id from own_tables) as windows
-- every window with every mineral, those without a table included
cross join {{ ref('dim_mineral') }} as minerals
left join tables
    on windows.window_id = tables.window_id and minerals.mineral_id = tables.answers_for
