-- Nothing is lost between a printed cell and the marts: each cell that the account sends to a table is a row of
-- that table and each row is such a cell (salient rows, which name no column, are counted file by file), and the
-- rows of a file are all kept or set aside.
{{ config(meta={'dagster': {'ref': {'name': 'fct_file_account'}}}) }}

with table_rows as (

    {% for fact in [
        'fct_production', 'fct_world_total', 'fct_reserves', 'fct_capacity', 'fct_stock_total', 'fct_outlook'
    ] -%}
    select
        '{{ fact }}' as destination,
        source_file_id,
        source_row,
        source_column
    from {{ ref(fact) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

accounted as (

    select
        destination,
        source_file_id,
        source_row,
        source_column
    from {{ ref('fct_cell_account') }}
    where destination not in ('set_aside', 'fct_us_salient')

),

unmatched as (

    select *
    from (
        select * from accounted
        except all
        select * from table_rows
    ) as not_in_table

    union all

    select *
    from (
        select * from table_rows
        except all
        select * from accounted
    ) as not_in_account

),

cells as (

    select
        source_file_id,
        reason as destination,
        sum(item_count) as cells
    from {{ ref('fct_file_account') }}
    where counted = 'cell' and disposition = 'kept'
    group by source_file_id, reason

),

counted as (

    select
        source_file_id,
        destination,
        count(*) as rows_in_table
    from table_rows
    group by source_file_id, destination

    union all

    select
        source_file_id,
        'fct_us_salient' as destination,
        count(*) as rows_in_table
    from {{ ref('fct_us_salient') }}
    group by source_file_id

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
    'a cell that its account and its table do not both have' as problem,
    destination || ' ' || source_file_id || ' ' || source_column as where_found,
    source_row as expected,
    source_row as found
from unmatched

union all

select
    'cells and rows of ' || coalesce(cells.destination, counted.destination) as problem,
    coalesce(cells.source_file_id, counted.source_file_id) as where_found,
    coalesce(cells.cells, 0) as expected,
    coalesce(counted.rows_in_table, 0) as found
from cells
full outer join counted
    on cells.source_file_id = counted.source_file_id and cells.destination = counted.destination
where coalesce(cells.cells, 0) <> coalesce(counted.rows_in_table, 0)

union all

select
    'rows of the file' as problem,
    files.source_file_id as where_found,
    files.row_count as expected,
    coalesce(file_rows.rows_counted, 0) as found
from {{ ref('dim_source_file') }} as files
left join file_rows on files.source_file_id = file_rows.source_file_id
where files.row_count <> coalesce(file_rows.rows_counted, 0)
