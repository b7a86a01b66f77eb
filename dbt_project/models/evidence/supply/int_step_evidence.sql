-- What the tables of a window say of each step: of a country that one of the mineral's tables names, and (country_id is
-- null) of whoever is not named. Of several tables the least reason decides.
with windows as (

    select distinct window_id
    from {{ ref('core_evidence_window') }}

),

named as (

    select
        tables.window_id,
        tables.mineral_id,
        tables.table_id,
        production.country_id,
        case
            when production.quantity_tonnes > 0 or production.quantity_min_tonnes > 0 then 'printed_output'
            -- less than half a unit is output all the same
            when production.value_status = 'below_unit' then 'printed_output'
            -- the zero of a model is less than half a unit, and maybe nothing
            when production.quantity_tonnes = 0 and production.value_status <> 'modelled' then 'printed_zero'
            else 'printed_as_unknown'
        end as row_says
    from (
        select distinct
            step_tables.window_id,
            step_tables.mineral_id,
            step_tables.table_id
        from {{ ref('int_step_table') }} as step_tables
    ) as tables
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as production on tables.table_id = production.table_id
    where {{ is_a_country('production.country_id') }}

),

-- a row without a country stands for all that are not named
subjects as (

    select distinct
        window_id,
        mineral_id,
        country_id
    from named

    union all

    select
        windows.window_id,
        minerals.mineral_id,
        cast(null as {{ dbt.type_string() }}) as country_id
    from windows
    -- every window with every mineral
    cross join {{ ref('dim_mineral') }} as minerals

),

said as (

    select
        subjects.window_id,
        subjects.mineral_id,
        subjects.country_id,
        chain.stage,
        chain.step,
        case
            when not chain.has_step then 'no_such_step'
            when tables.table_id is null then 'no_source_counts_it'
            when named.row_says = 'printed_output' and tables.counted_in <> subjects.mineral_id
                then 'counted_only_in_its_group'
            else coalesce(named.row_says, tables.unnamed_because)
        end as reason
    from subjects
    -- many rows: the steps of the mineral
    inner join {{ ref('dim_stage_chain') }} as chain on subjects.mineral_id = chain.mineral_id
    -- many rows: the tables that count the step; none for most steps
    left join {{ ref('int_step_table') }} as tables
        on
            subjects.window_id = tables.window_id
            and subjects.mineral_id = tables.mineral_id
            and chain.stage = tables.stage
            and chain.step = tables.step
    -- one row at most
    left join named
        on
            tables.window_id = named.window_id
            and tables.mineral_id = named.mineral_id
            and tables.table_id = named.table_id
            and subjects.country_id = named.country_id

)

select
    said.window_id,
    said.country_id,
    said.mineral_id,
    said.stage,
    said.step,
    min(reasons.reason_no) as reason_no
from said
-- one row: every reason is registered
inner join {{ ref('dim_evidence_reason') }} as reasons on said.reason = reasons.reason
group by said.window_id, said.country_id, said.mineral_id, said.stage, said.step
