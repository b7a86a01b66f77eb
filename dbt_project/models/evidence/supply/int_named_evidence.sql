-- Whether a country makes a mineral of which a table names it, as each window knows it: yes, no, or nobody knows.
{%- set verbs = evidence_verbs() %}
{%- set of_answer = {
    'stages_produced': dbt.type_string(), 'stage': dbt.type_string(), 'form': dbt.type_string(),
    'year': dbt.type_int(), 'quantity_tonnes': 'double', 'share_pct': 'double', 'share_rank': dbt.type_int(),
    'edition_id': dbt.type_string(), 'value_status': dbt.type_string(), 'source_file_id': dbt.type_string(),
    'source_row': dbt.type_int(),
} %}
with tables as (

    select
        window_id,
        {% for condition in verbs.values() -%}
        {{ count_where(condition) }} as tables_{{ loop.index }},
        {{ count_where(condition ~ ' and hides_because is not null') }} as hiding_{{ loop.index }},
        {% endfor -%}
        min(hides_because) as hides_because,
        mineral_id
    from {{ ref('core_evidence_window') }}
    group by window_id, mineral_id

),

named as (

    select
        production.*,
        windows.window_id,
        windows.hides_because,
        production.stage || '/' || production.form as stage_and_form,
        case
            when production.quantity_tonnes > 0 or production.quantity_min_tonnes > 0 then 1
            -- less than half a unit is output all the same
            when production.value_status = 'below_unit' then 1
            when production.quantity_tonnes = 0 then 0
        end as is_output
    from {{ ref('core_evidence_window') }} as windows
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as production on windows.table_id = production.table_id
    where {{ is_a_country('production.country_id') }}

),

ranked as (

    select
        named.*,
        -- the row that answers: output before unknown before zero, then the newest and largest
        row_number() over (
            partition by window_id, country_id, mineral_id
            order by
                case when is_output = 1 then 0 when is_output is null then 1 else 2 end,
                year desc nulls last,
                share_pct desc nulls last,
                stage asc nulls last,
                form asc nulls last,
                edition_id asc nulls last
        ) as answer_no,
        -- the same stage and form in two years is one place of output
        row_number() over (
            partition by window_id, country_id, mineral_id, stage_and_form, is_output order by year asc nulls last
        ) as place_no
    from named

),

summed as (

    select
        window_id,
        country_id,
        {% for condition in verbs.values() -%}
        {{ count_where(condition ~ ' and is_output = 1') }} as yes_{{ loop.index }},
        {{ count_where(condition ~ ' and is_output is null') }} as unknown_{{ loop.index }},
        {{ count_where(condition ~ ' and hides_because is not null') }} as named_hiding_{{ loop.index }},
        {% endfor -%}
        {{ joined_text("case when is_output = 1 and place_no = 1 then stage_and_form end", separator='; ') }}
            as stages_produced,
        mineral_id
    from ranked
    group by window_id, country_id, mineral_id

),

states as (

    select
        answers.*,
        summed.stages_produced,
        {% for verb in verbs -%}
        -- tables that hide, less those that name it: it may still be hidden in these
        {{ three_states(
            'summed.yes_' ~ loop.index,
            'summed.unknown_' ~ loop.index ~ ' + tables.hiding_' ~ loop.index ~ ' - summed.named_hiding_' ~ loop.index,
            'tables.tables_' ~ loop.index
        ) }} as is_{{ verb }},
        {% endfor -%}
        case
            when summed.yes_1 > 0 then 'printed_output'
            when summed.unknown_1 > 0 then 'printed_as_unknown'
            when tables.hiding_1 > summed.named_hiding_1 then tables.hides_because
            else 'printed_zero'
        end as reason
    from ranked as answers
    -- one row each
    inner join tables on answers.window_id = tables.window_id and answers.mineral_id = tables.mineral_id
    inner join summed
        on
            answers.window_id = summed.window_id
            and answers.country_id = summed.country_id
            and answers.mineral_id = summed.mineral_id
    where answers.answer_no = 1

)

select
    window_id,
    country_id,
    mineral_id,
    {% for verb in verbs -%}
    is_{{ verb }},
    {% endfor -%}
    {% for column in of_answer -%}
    {{ column }},
    {% endfor -%}
    reason
from states

union all

-- an element without a table of its own: the table of its group can rule output out, never show it
select
    states.window_id,
    states.country_id,
    elements.mineral_id,
    {% for verb in verbs -%}
    case when not states.is_{{ verb }} then false end as is_{{ verb }},
    {% endfor -%}
    {% for column, type in of_answer.items() -%}
    cast(null as {{ type }}) as {{ column }},
    {% endfor -%}
    case when states.is_produced then 'counted_only_in_its_group' else states.reason end as reason
from states
-- many rows: the elements of the group
inner join {{ ref('mineral_group_members') }} as elements on states.mineral_id = elements.group_id
left join tables on states.window_id = tables.window_id and elements.mineral_id = tables.mineral_id
where tables.mineral_id is null
