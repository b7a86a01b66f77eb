-- The tables that count a step of a mineral, as each window knows them. An element without a table of its own is
-- counted in those of its group.
with counted as (

    select
        windows.window_id,
        windows.table_id,
        windows.mineral_id as counted_in,
        windows.stage,
        windows.unnamed_because,
        chain.step
    from {{ ref('core_evidence_window') }} as windows
    -- one row: a form of a table counts one step, or several at once
    inner join {{ ref('dim_stage_chain') }} as chain
        on
            windows.mineral_id = chain.mineral_id
            and windows.stage = chain.stage
            and concat(';', chain.forms, ';') like concat('%;', windows.form, ';%')

),

with_own as (

    select distinct
        window_id,
        counted_in
    from counted

),

through_group as (

    select distinct
        counted.window_id,
        counted.table_id,
        counted.counted_in,
        counted.stage,
        counted.unnamed_because,
        chain.mineral_id,
        chain.step
    from counted
    -- many rows: the elements of the group
    inner join {{ ref('mineral_group_members') }} as elements on counted.counted_in = elements.group_id
    -- many rows: the steps of the element at this stage
    inner join {{ ref('dim_stage_chain') }} as chain
        on elements.mineral_id = chain.mineral_id and counted.stage = chain.stage and chain.has_step
    left join with_own on counted.window_id = with_own.window_id and elements.mineral_id = with_own.counted_in
    where with_own.counted_in is null

)

select
    window_id,
    counted_in as mineral_id,
    stage,
    step,
    table_id,
    counted_in,
    unnamed_because
from counted

union all

select
    window_id,
    mineral_id,
    stage,
    step,
    table_id,
    counted_in,
    unnamed_because
from through_group
