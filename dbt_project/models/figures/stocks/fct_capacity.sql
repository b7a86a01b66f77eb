select
    cells.table_id,
    cells.edition_id,
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
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage,
    cells.source_file_id,
    cells.source_row,
    cells.source_column
from {{ ref('core_cell') }} as cells
-- many cells to one edition
inner join {{ ref('core_edition') }} as editions on cells.edition_id = editions.edition_id
where cells.destination = 'fct_capacity'
