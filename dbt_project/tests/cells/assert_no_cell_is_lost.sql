-- Every cell that the parsers delivered is in core_cell once, goes somewhere, and no two rows of a fact
-- claim the same place.
{{ config(meta={'dagster': {'ref': {'name': 'core_cell'}}}) }}

with delivered as (

    select
        edition_id,
        file_name,
        source_row,
        source_column
    from {{ ref('stg_usgs_mcs__cells') }}

    union all

    select
        edition_id,
        file_name,
        source_row,
        'production' as source_column
    from {{ ref('stg_wmd__cells') }}

    union all

    select
        edition_id,
        file_name,
        source_row,
        'value_kt' as source_column
    from {{ ref('stg_iea__cells') }}

    union all

    select
        edition_id,
        file_name,
        source_row,
        'production' as source_column
    from {{ ref('stg_bgs_wms__records') }}
    where statistic_as_printed = 'Production'

),

delivered_counts as (

    select
        edition_id || '/' || file_name as source_file_id,
        count(*) as cells
    from delivered
    group by edition_id || '/' || file_name

),

kept_counts as (

    select
        source_file_id,
        count(*) as cells,
        count(distinct cell_id) as distinct_cells
    from {{ ref('core_cell') }}
    group by source_file_id

),

lost as (

    select
        'cells delivered are not the cells kept' as problem,
        delivered_counts.source_file_id as where_found,
        cast(delivered_counts.cells as {{ dbt.type_string() }}) || ' delivered, '
        || cast(coalesce(kept_counts.distinct_cells, 0) as {{ dbt.type_string() }}) || ' different, '
        || cast(coalesce(kept_counts.cells, 0) as {{ dbt.type_string() }}) || ' kept' as detail
    from delivered_counts
    left join kept_counts on delivered_counts.source_file_id = kept_counts.source_file_id
    where
        delivered_counts.cells <> coalesce(kept_counts.cells, 0)
        or delivered_counts.cells <> coalesce(kept_counts.distinct_cells, 0)

),

homeless as (

    select
        'a cell without a destination, or aside without a reason' as problem,
        cell_id as where_found,
        coalesce(destination, '(none)') as detail
    from {{ ref('core_cell') }}
    where
        destination is null
        or destination not in (
            'fct_production', 'fct_world_total', 'fct_reserves', 'fct_capacity', 'fct_stock_total', 'fct_outlook',
            'set_aside'
        )
        or (destination = 'set_aside' and set_aside_reason is null)
        or (destination <> 'set_aside' and set_aside_reason is not null)

),

claimed_twice as (

    select
        'two cells claim one place: merge them in seeds/cells/row_merges.csv, split the form in '
        || 'seeds/cells/table_rules.csv, or look at the file' as problem,
        min(cell_id) as where_found,
        max(cell_id) || ' is another ' || destination || ' of ' || mineral_id || ', ' || stage || ', ' || form
        || ', ' || coalesce(country_id, 'world') || ', ' || cast(year as {{ dbt.type_string() }}) as detail
    from {{ ref('core_cell') }}
    where destination <> 'set_aside'
    group by edition_id, destination, counts_as, mineral_id, stage, form, country_id, year
    having count(*) > 1

)

select
    problem,
    where_found,
    detail
from lost

union all

select
    problem,
    where_found,
    detail
from homeless

union all

select
    problem,
    where_found,
    detail
from claimed_twice
