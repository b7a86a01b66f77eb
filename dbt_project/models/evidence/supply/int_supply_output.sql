-- Output as evidence: figures of the latest window, and the newest figure before it. A figure of an element's group is
-- the group's.
with counted as (

    select
        tables.mineral_id,
        tables.stage,
        tables.step,
        tables.table_id,
        tables.counted_in,
        true as is_in_window
    from {{ ref('int_step_table') }} as tables
    inner join (
        select distinct window_id
        from {{ ref('core_evidence_window') }}
        where is_latest_window
    ) as newest on tables.window_id = newest.window_id

),

earlier as (

    select distinct
        production.mineral_id,
        production.stage,
        chain.step,
        production.table_id,
        production.mineral_id as counted_in,
        false as is_in_window
    from {{ ref('fct_production') }} as production
    -- one row: a form of a table counts one step, or several at once
    inner join {{ ref('dim_stage_chain') }} as chain
        on
            production.mineral_id = chain.mineral_id
            and production.stage = chain.stage
            and concat(';', chain.forms, ';') like concat('%;', production.form, ';%')
    left join counted
        on production.table_id = counted.table_id and chain.step = counted.step
    where production.is_latest_vintage and counted.table_id is null

),

named as (

    select
        tables.*,
        production.country_id,
        production.year,
        production.quantity_tonnes,
        production.value_status,
        production.edition_id,
        production.source_id,
        production.source_file_id,
        production.source_row,
        coalesce(
            production.quantity_tonnes > 0 or production.quantity_min_tonnes > 0
            or production.value_status = 'below_unit', false
        ) as is_output,
        first_value(production.source_id) over (
            partition by tables.mineral_id, tables.stage, tables.step, tables.is_in_window
            order by
                case when production.value_status = 'modelled' then 1 else 0 end,
                case when production.source_id = primary_tables.source_id then 0 else 1 end,
                production.source_id asc
        ) as first_source_id
    from (
        select * from counted
        union all
        select * from earlier
    ) as tables
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as production on tables.table_id = production.table_id
    -- one row at most
    left join {{ ref('core_current_table') }} as primary_tables
        on tables.mineral_id = primary_tables.mineral_id and primary_tables.table_role = 'primary'
    where {{ is_a_country('production.country_id') }}

),

found as (

    select
        named.*,
        case
            when is_output and not is_in_window and value_status <> 'modelled' then 'figure_of_an_earlier_year'
            when not is_in_window then null
            when is_output and counted_in <> mineral_id then 'figure_of_its_group'
            when counted_in <> mineral_id then null
            when is_output and value_status = 'modelled' then 'modelled_figure'
            when is_output and source_id = first_source_id then 'printed_figure'
            when is_output then 'figure_of_another_publisher'
            when value_status in ('withheld', 'included_elsewhere') then 'figure_withheld'
            when value_status in ('not_available', 'word') then 'row_without_figure'
        end as finding
    from named

),

ranked as (

    select
        found.*,
        -- of the years before the window the newest is enough
        row_number() over (
            partition by country_id, mineral_id, stage, step, source_id, finding
            order by year desc nulls last, quantity_tonnes desc nulls last, table_id asc nulls last
        ) as years_before
    from found
    where finding is not null

)

select
    country_id,
    mineral_id,
    stage,
    step,
    finding,
    table_id as found_in,
    year,
    quantity_tonnes as evidence_value,
    't' as unit,
    cast(null as bigint) as import_usd,
    edition_id,
    source_file_id,
    source_row
from ranked
where finding <> 'figure_of_an_earlier_year' or years_before = 1
