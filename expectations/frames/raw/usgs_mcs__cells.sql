-- Printed cells, each with what its table and its edition look like as a whole.
-- A column is null where its question does not arise, so that the expectation leaves the row alone.
with cells as (

    select
        *,
        try_cast(right(edition_id, 4) as integer) as edition_year,
        is_estimated_column or list_contains(string_split(note_marks, ';'), 'estimated') as is_marked
    from raw.usgs_mcs_cells

),

editions as (

    select
        edition_id,
        count(*) as cells_in_edition,
        count(distinct case when statistic = 'production' then year end) as production_years,
        100.0 * count(*) filter (is_marked and statistic = 'production')
        / nullif(count(*) filter (statistic = 'production'), 0) as marked_pct
    from cells
    group by edition_id

),

production_tables as (

    select
        edition_id,
        file_name,
        commodity_as_printed,
        count(distinct country_as_printed) as printed_rows,
        count(distinct year) as years,
        bool_or(regexp_matches(country_as_printed, '^World')) as has_world_row
    from cells
    where statistic = 'production'
    group by edition_id, file_name, commodity_as_printed

)

select
    cells.* exclude (is_marked),
    -- twelve commodities are held of edition 2022
    case when cells.edition_id <> 'usgs_mcs_2022' then editions.cells_in_edition end as cells_in_edition,
    cells.edition_year - cells.year as years_before_edition,
    case when cells.statistic = 'production' then editions.production_years end as production_years,
    case when editions.cells_in_edition >= 200 then editions.marked_pct end as marked_as_estimated_pct,
    case when tables.printed_rows > 1 then editions.production_years - tables.years end as years_missing,
    case when tables.printed_rows > 1 then cast(tables.has_world_row as integer) end as has_world_row
from cells
inner join editions using (edition_id)
-- many to one; only production cells belong to a production table
left join production_tables as tables
    on
        cells.edition_id = tables.edition_id
        and cells.file_name = tables.file_name
        and cells.commodity_as_printed = tables.commodity_as_printed
        and cells.statistic = 'production'
