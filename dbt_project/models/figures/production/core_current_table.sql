-- Every table of a mineral in its newest year, in the order in which they are asked: which one stands for the mineral,
-- which one for the step behind the mine, and which are still printed.
with tables as (

    select
        concentration.*,
        row_number() over (
            partition by source_id, mineral_id, stage, form
            order by case when hhi is null then 1 else 0 end asc nulls last, year desc nulls last
        ) as years_back,
        min(case when hhi is not null then year end) over same_table as first_year,
        max(case when hhi is not null then year end) over (partition by mineral_id) as newest_year,
        {{ is_modelled_source('source_id') }} as is_modelled,
        max(case when hhi is not null and not {{ is_modelled_source('source_id') }} then year end)
            over (partition by mineral_id, stage) as counted_year
    from {{ ref('fct_concentration') }} as concentration
    where is_latest_vintage
    window same_table as (partition by source_id, mineral_id, stage, form, basis)

),

earliest as (

    select *
    from tables
    where year = first_year

)

select
    tables.table_id,
    {{ table_year_columns('tables') }},
    tables.source_id,
    tables.basis,
    case when tables.stage = 'mine' then 'mining' else 'processing' end as stage_group,
    tables.hhi is not null as has_index,
    -- a table that is a year behind the newest may still come; one that is further behind is no longer printed
    tables.hhi is not null and tables.year >= tables.newest_year - 1 as is_current,
    earliest.year as first_year,
    earliest.hhi as first_hhi,
    earliest.top1_share_pct as first_top1_share_pct,
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
-- at most one first year of each table
left join earliest
    on
        tables.source_id = earliest.source_id
        and tables.mineral_id = earliest.mineral_id
        and tables.stage = earliest.stage
        and tables.form = earliest.form
        and tables.basis = earliest.basis
where
    tables.years_back = 1
    -- a model speaks of a step only where nobody counts it
    and not (tables.is_modelled and coalesce(tables.counted_year >= tables.year - 1, false))
