-- Every table of a mineral in its newest year, in the order in which they are asked, and which are still printed. One
-- stands for the mineral where one line is wanted, one for the step behind the mine: never two tables added.
with tables as (

    select
        indices.*,
        row_number() over (
            partition by source_id, mineral_id, stage, form
            order by case when hhi is null then 1 else 0 end asc nulls last, year desc nulls last
        ) as years_back,
        min(case when hhi is not null then year end) over same_table as first_year,
        max(case when hhi is not null then year end) over (partition by mineral_id) as newest_year,
        {{ is_modelled_source('source_id') }} as is_modelled,
        max(case when hhi is not null and not {{ is_modelled_source('source_id') }} then year end)
            over (partition by mineral_id, stage) as counted_year
    from {{ ref('int_indices') }} as indices
    where is_latest_vintage
    window same_table as (partition by source_id, mineral_id, stage, form, basis)

),

earliest as (

    select *
    from tables
    where year = first_year

),

placed as (

    select
        tables.*,
        -- a table that is a year behind the newest may still come; one further behind is no longer printed
        tables.hhi is not null and tables.year >= tables.newest_year - 1 as is_current,
        row_number() over (
            partition by tables.mineral_id
            order by
                {{ asked_first('tables', 'tables.hhi is not null') }}
        ) as place,
        row_number() over (
            partition by tables.mineral_id
            order by
                {{ asked_first('tables', "tables.hhi is not null and tables.stage <> 'mine'", behind_the_mine=true) }}
        ) as processed_place
    from tables
    where
        tables.years_back = 1
        -- a modelled table counts for a step only where nobody counts it
        and not (tables.is_modelled and coalesce(tables.counted_year >= tables.year - 1, false))

)

select
    placed.table_id,
    {{ table_year_columns('placed') }},
    placed.source_id,
    placed.basis,
    case when placed.stage = 'mine' then 'mining' else 'processing' end as stage_group,
    placed.is_current,
    earliest.year as first_year,
    earliest.hhi as first_hhi,
    earliest.top1_share_pct as first_top1_share_pct,
    placed.place,
    placed.processed_place,
    case
        when placed.place = 1 then 'primary'
        when placed.processed_place = 1 and placed.is_current and placed.stage <> 'mine' then 'processed'
    end as table_role
from placed
-- at most one first year of each table
left join earliest
    on
        placed.source_id = earliest.source_id
        and placed.mineral_id = earliest.mineral_id
        and placed.stage = earliest.stage
        and placed.form = earliest.form
        and placed.basis = earliest.basis
