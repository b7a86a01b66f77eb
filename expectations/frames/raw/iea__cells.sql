-- Printed cells, each with how far the rows of its mineral, stage and year are from the printed total, and how
-- its year lies to the edition. A column is null where its question does not arise.
with cells as (

    select
        *,
        try_cast(nullif(value_as_printed, '') as double) as value_kt,
        country_as_printed = 'Total' as is_total,
        try_cast(right(edition_id, 4) as integer) - year as years_before_edition
    from raw.iea_cells

),

years as (

    select
        edition_id,
        mineral_as_printed,
        stage_as_printed,
        year,
        count(*) filter (is_total) as totals_of_year,
        sum(value_kt) filter (not is_total) as summed,
        sum(value_kt) filter (is_total) as printed
    from cells
    group by edition_id, mineral_as_printed, stage_as_printed, year

)

select
    cells.* exclude (is_total, years_before_edition),
    case when cells.is_projection_as_printed = 'true' then cells.years_before_edition end
        as projected_years_before_edition,
    case when cells.is_projection_as_printed = 'false' then cells.years_before_edition end
        as modelled_years_before_edition,
    years.totals_of_year,
    case when cells.is_total then 100.0 * (years.summed - years.printed) / nullif(years.printed, 0) end
        as sum_to_total_pct
from cells
inner join years using (edition_id, mineral_as_printed, stage_as_printed, year)
