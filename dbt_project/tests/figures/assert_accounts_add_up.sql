-- Nothing is lost between a printed cell and the marts, file by file: the cells that go to a fact are its
-- rows, printed world totals of reserves and capacity are those of fct_stock_total, and the rows of a file
-- are all kept or set aside.
{{ config(meta={'dagster': {'ref': {'name': 'fct_file_account'}}}) }}

with fact_rows as (

    {% for fact in ['fct_production', 'fct_world_total', 'fct_reserves', 'fct_capacity', 'fct_us_salient'] -%}
    select
        source_file_id,
        '{{ fact }}' as destination,
        count(*) as rows_in_fact
    from {{ ref(fact) }}
    group by source_file_id

    union all

    {% endfor -%}
    select
        source_file_id,
        'world_total_of_' || statistic as destination,
        count(*) as rows_in_fact
    from {{ ref('fct_stock_total') }}
    group by source_file_id, statistic

),

cells as (

    select
        source_file_id,
        reason as destination,
        sum(item_count) as cells
    from {{ ref('fct_file_account') }}
    where
        counted = 'cell'
        and (disposition = 'kept' or reason in ('world_total_of_reserves', 'world_total_of_capacity'))
    group by source_file_id, reason

),

file_rows as (

    select
        source_file_id,
        sum(item_count) as rows_counted
    from {{ ref('fct_file_account') }}
    where counted = 'row'
    group by source_file_id

)

select
    'cells and rows of ' || coalesce(cells.destination, fact_rows.destination) as problem,
    coalesce(cells.source_file_id, fact_rows.source_file_id) as where_found,
    coalesce(cells.cells, 0) as expected,
    coalesce(fact_rows.rows_in_fact, 0) as found
from cells
full outer join fact_rows
    on cells.source_file_id = fact_rows.source_file_id and cells.destination = fact_rows.destination
where coalesce(cells.cells, 0) <> coalesce(fact_rows.rows_in_fact, 0)

union all

select
    'rows of the file' as problem,
    files.source_file_id as where_found,
    files.row_count as expected,
    coalesce(file_rows.rows_counted, 0) as found
from {{ ref('dim_source_file') }} as files
left join file_rows on files.source_file_id = file_rows.source_file_id
where files.row_count <> coalesce(file_rows.rows_counted, 0)
