-- Printed cells, each with whether its file and its destination have as many as they should.
with raw_cells as (

    select edition_id || '/' || file_name as source_file_id
    from raw.usgs_mcs_cells
    union all
    select edition_id || '/' || file_name as source_file_id
    from raw.wmd_cells
    union all
    select edition_id || '/' || file_name as source_file_id
    from raw.iea_cells
    union all
    select edition_id || '/' || file_name as source_file_id
    from raw.bgs_wms_records
    where statistic_as_printed = 'Production'
    union all
    select edition_id || '/' || file_name as source_file_id
    from raw.usgs_mcs_salient
    union all
    select edition_id || '/' || file_name as source_file_id
    from raw.usgs_mcs_net_import_reliance
    where chapter_as_printed is not null

),

printed as (

    select
        source_file_id,
        count(*) as cells
    from raw_cells
    group by source_file_id

),

files as (

    select
        source_file_id,
        count(*) as cells
    from marts.fct_cell_account
    group by source_file_id

),

facts as (

    select
        'fct_production' as destination,
        source_file_id
    from marts.fct_production
    union all
    select
        'fct_world_total' as destination,
        source_file_id
    from marts.fct_world_total
    union all
    select
        'fct_reserves' as destination,
        source_file_id
    from marts.fct_reserves
    union all
    select
        'fct_capacity' as destination,
        source_file_id
    from marts.fct_capacity
    union all
    select
        'fct_stock_total' as destination,
        source_file_id
    from marts.fct_stock_total
    union all
    select
        'fct_outlook' as destination,
        source_file_id
    from marts.fct_outlook
    union all
    select
        'fct_us_salient' as destination,
        source_file_id
    from marts.fct_us_salient

),

arrived as (

    select
        destination,
        source_file_id,
        count(*) as cells
    from facts
    group by destination, source_file_id

),

sent as (

    select
        destination,
        source_file_id,
        count(*) as cells
    from marts.fct_cell_account
    where destination <> 'set_aside'
    group by destination, source_file_id

),

released as (

    -- what an edition gives beyond the last release (another statistic is read) hides no lost cell
    select
        before.edition_id,
        count(*) as cells,
        count(kept.cell_id) as kept_cells
    from previous.fct_cell_account as before
    left join marts.fct_cell_account as kept using (cell_id)
    group by before.edition_id

),

editions as (

    select
        edition_id,
        count(*) as cells,
        -- of the world tables, but for columns that a table does not have
        100.0 * count(*) filter (
            destination = 'set_aside'
            and set_aside_reason <> 'table_has_no_such_column'
        ) / nullif(count(*) filter (destination <> 'fct_us_salient'), 0) as set_aside_pct
    from marts.fct_cell_account
    group by edition_id

)

select
    account.*,
    coalesce(printed.cells, 0) - files.cells as cells_missing_in_file,
    case when sent.cells is not null then sent.cells - coalesce(arrived.cells, 0) end as cells_missing_in_fact,
    case when editions.cells >= 200 then editions.set_aside_pct end as set_aside_in_edition_pct,
    100.0 * released.kept_cells / released.cells as cells_to_last_release_pct
from marts.fct_cell_account as account
inner join files using (source_file_id)
inner join editions using (edition_id)
-- many to at most one, each
left join printed using (source_file_id)
left join sent using (source_file_id, destination)
left join arrived using (source_file_id, destination)
left join released using (edition_id)
