-- a printed world total of capacity stands beside its countries, not among them
with world_totals as (
    select
        {{ table_year_columns() }},
        quantity_tonnes as world_total_tonnes,
        value_as_printed as world_total_as_printed,
        world_excludes as excludes,
        source_row as world_total_source_row
    from {{ ref('int_cells') }}
    where set_aside_reason = 'world_total_of_capacity'
)

select
    cells.release_id,
    cells.source_id,
    cells.mineral_id,
    cells.stage,
    cells.form,
    cells.basis,
    cells.country_id,
    cells.year,
    cells.quantity_tonnes,
    cells.quantity_min_tonnes,
    cells.quantity_max_tonnes,
    cells.value_status,
    cells.is_estimated,
    cells.value_as_printed,
    cells.unit_as_printed,
    cells.country_as_printed,
    cells.type_as_printed,
    cells.note_marks,
    cells.correction_id,
    rank() over (
        partition by cells.source_id, cells.mineral_id, cells.stage, cells.form, cells.year
        order by releases.published_on desc nulls last
    ) = 1 as is_latest_vintage,
    world_totals.world_total_tonnes,
    world_totals.world_total_as_printed,
    world_totals.excludes,
    world_totals.world_total_source_row,
    cells.source_file_id,
    cells.source_row,
    cells.source_column
from {{ ref('int_cells') }} as cells
-- many cells to one release, and to at most one printed total
inner join {{ ref('releases') }} as releases on cells.release_id = releases.release_id
left join world_totals on {{ same_table_year('cells', 'world_totals') }}
where cells.destination = 'fct_capacity'
