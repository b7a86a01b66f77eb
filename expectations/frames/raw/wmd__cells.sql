-- Printed cells, each with how far its mineral's countries of that year are from the printed total.
with cells as (

    select
        *,
        try_cast(nullif(value_as_printed, '') as double) as value,
        country_as_printed = 'Total' as is_total
    from raw.wmd_cells

),

years as (

    select
        edition_id,
        mineral_as_printed,
        year,
        sum(value) filter (not is_total) as summed,
        sum(value) filter (is_total) as printed
    from cells
    group by edition_id, mineral_as_printed, year

)

select
    cells.* exclude (value, is_total),
    cells.value,
    coalesce(100.0 * (years.summed - years.printed) / nullif(years.printed, 0), 100.0) as sum_to_total_pct,
    try_cast(right(cells.edition_id, 4) as integer) - cells.year as years_before_edition
from cells
inner join years using (edition_id, mineral_as_printed, year)
