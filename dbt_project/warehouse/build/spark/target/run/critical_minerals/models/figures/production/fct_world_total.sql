
  
    
        create table marts.fct_world_total
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, mineral, stage, form and year for which the publisher prints a world total.

The printed total beside the sum of the same table\'s rows. They differ by rounding, by countries that
are withheld or not listed, and by what the total leaves out. Publishers revise. Every edition stays, as printed then. `is_latest_vintage` marks the newest edition
of a source that prints the table (mineral, stage, form) for the year, as a whole: rows of two editions
are never mixed within one world total.'
      

      as
      
    select table_id, edition_id, source_id, mineral_id, stage, form, basis, year, printed_tonnes, printed_min_tonnes, printed_max_tonnes, summed_tonnes, difference_pct, excludes, excludes_basis, value_status, is_estimated, value_as_printed, unit_as_printed, country_as_printed, type_as_printed, note_marks, correction_id, is_latest_vintage, source_file_id, source_row, source_column
    from (
        select
    cells.table_id,
    cells.edition_id,
    cells.source_id,
    cells.mineral_id,
    cells.stage,
    cells.form,
    cells.basis,
    cells.year,
    cells.quantity_tonnes as printed_tonnes,
    cells.quantity_min_tonnes as printed_min_tonnes,
    cells.quantity_max_tonnes as printed_max_tonnes,
    table_years.summed_tonnes,
    round(100 * (cells.quantity_tonnes - table_years.summed_tonnes) / nullif(cells.quantity_tonnes, 0), 6) as difference_pct,
    table_years.excludes,
    table_years.excludes_basis,
    cells.value_status,
    cells.is_estimated,
    cells.value_as_printed,
    cells.unit_as_printed,
    cells.country_as_printed,
    cells.type_as_printed,
    cells.note_marks,
    cells.correction_id,
    table_years.is_latest_vintage,
    cells.source_file_id,
    cells.source_row,
    cells.source_column
from core.core_cell as cells
-- one cell to one table-year
inner join intermediate.int_table_years as table_years on cells.table_id = table_years.table_id
where cells.destination = 'fct_world_total'
    ) as model_subq
  