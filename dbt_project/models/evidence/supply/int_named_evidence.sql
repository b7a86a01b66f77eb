-- Whether a country makes a mineral of which a table names it, as each window knows it: yes, no, or nobody knows.
{%- set verbs = evidence_verbs() %}
with tables as (

    select
        window_id,
        {% for condition in verbs.values() -%}
        {{ count_where(condition) }} as tables_{{ loop.index }},
        {{ count_where(condition ~ ' and hides_because is not null') }} as hiding_{{ loop.index }},
        {% endfor -%}
        mineral_id
    from {{ ref('core_evidence_window') }}
    group by window_id, mineral_id

),

named as (

    select
        windows.window_id,
        windows.hides_because,
        production.country_id,
        {{ table_year_columns('production') }},
        production.quantity_tonnes,
        production.value_status,
        production.source_file_id,
        production.source_row,
        shares.share_pct,
        shares.share_rank,
        case
            when production.quantity_tonnes > 0 or production.quantity_min_tonnes > 0 then 1
            -- less than half a unit is output all the same
            when production.value_status = 'below_unit' then 1
            when production.quantity_tonnes = 0 then 0
        end as is_output
    from {{ ref('core_evidence_window') }} as windows
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as production on {{ same_table_year('windows', 'production') }}
    -- one row: the same key
    inner join {{ ref('fct_country_share') }} as shares
        on {{ same_table_year('production', 'shares') }} and production.country_id = shares.country_id
    where {{ is_a_country('production.country_id') }}

),

ranked as (

    select
        window_id,
        hides_because,
        country_id,
        mineral_id,
        stage,
        form,
        year,
        edition_id,
        quantity_tonnes,
        value_status,
        source_file_id,
        source_row,
        share_pct,
        share_rank,
        is_output,
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
        ) as answer_no
    from named

),

summed as (

    select
        window_id,
        country_id,
        {% for condition in verbs.values() -%}
        {{ count_where(condition ~ ' and is_output = 1') }} as yes_{{ loop.index }},
        {{ count_where(condition ~ ' and is_output is null') }} as unknown_{{ loop.index }},
        {{ count_where(condition ~ ' and hides_because is not null') }} as hiding_{{ loop.index }},
        {% endfor -%}
        mineral_id
    from ranked
    group by window_id, country_id, mineral_id

),

stages as (

    select
        output.window_id,
        output.country_id,
        output.mineral_id,
        {{ joined_text('output.stage_and_form', separator='; ') }} as stages_produced
    from (
        select distinct
            ranked.window_id,
            ranked.country_id,
            ranked.mineral_id,
            ranked.stage || '/' || ranked.form as stage_and_form
        from ranked
        where ranked.is_output = 1
    ) as output
    group by output.window_id, output.country_id, output.mineral_id

),

states as (

    select
        summed.window_id,
        summed.country_id,
        summed.mineral_id,
        {% for verb in verbs -%}
        -- tables that hide, less those that name it: it may still be hidden in these
        {{ three_states(
            'summed.yes_' ~ loop.index,
            'summed.unknown_' ~ loop.index ~ ' + tables.hiding_' ~ loop.index ~ ' - summed.hiding_' ~ loop.index,
            'tables.tables_' ~ loop.index
        ) }} as is_{{ verb }},
        {% endfor -%}
        case
            when summed.yes_1 > 0 then 'printed_output'
            when summed.unknown_1 > 0 then 'printed_as_unknown'
            when tables.hiding_1 > summed.hiding_1 then unnamed.reason
            else 'printed_zero'
        end as reason,
        stages.stages_produced,
        answers.stage,
        answers.form,
        answers.year,
        answers.quantity_tonnes,
        answers.share_pct,
        answers.share_rank,
        answers.edition_id,
        answers.value_status,
        answers.source_file_id,
        answers.source_row
    from summed
    -- one row each
    inner join tables
        on summed.window_id = tables.window_id and summed.mineral_id = tables.mineral_id
    inner join {{ ref('int_unnamed_evidence') }} as unnamed
        on summed.window_id = unnamed.window_id and summed.mineral_id = unnamed.mineral_id
    inner join ranked as answers
        on
            summed.window_id = answers.window_id
            and summed.country_id = answers.country_id
            and summed.mineral_id = answers.mineral_id
            and answers.answer_no = 1
    left join stages
        on
            summed.window_id = stages.window_id
            and summed.country_id = stages.country_id
            and summed.mineral_id = stages.mineral_id

)

select
    window_id,
    country_id,
    mineral_id,
    {% for verb in verbs -%}
    is_{{ verb }},
    {% endfor -%}
    reason,
    stages_produced,
    stage,
    form,
    year,
    quantity_tonnes,
    share_pct,
    share_rank,
    edition_id,
    value_status,
    source_file_id,
    source_row
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
    case when states.is_produced then 'counted_only_in_its_group' else states.reason end as reason,
    cast(null as {{ dbt.type_string() }}) as stages_produced,
    cast(null as {{ dbt.type_string() }}) as stage,
    cast(null as {{ dbt.type_string() }}) as form,
    cast(null as {{ dbt.type_int() }}) as year,
    cast(null as double) as quantity_tonnes,
    cast(null as double) as share_pct,
    cast(null as {{ dbt.type_int() }}) as share_rank,
    cast(null as {{ dbt.type_string() }}) as edition_id,
    cast(null as {{ dbt.type_string() }}) as value_status,
    cast(null as {{ dbt.type_string() }}) as source_file_id,
    cast(null as {{ dbt.type_int() }}) as source_row
from states
-- many rows: the elements of the group
inner join {{ ref('mineral_group_members') }} as elements
    on states.mineral_id = elements.group_id
left join tables
    on states.window_id = tables.window_id and elements.mineral_id = tables.mineral_id
where tables.mineral_id is null
