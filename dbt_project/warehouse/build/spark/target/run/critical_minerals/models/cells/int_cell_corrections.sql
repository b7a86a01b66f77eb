
  
    
        create table intermediate.int_cell_corrections
      
      
    using parquet
      
      
      
      
      
      comment 'One row per correction and cell that it reaches. Read by the build, and by the landing for an edition that is compared with a new one.
'
      

      as
      -- Which cells a correction reaches, and what they print. A cell is corrected where it prints what the
-- correction expects; a correction that reaches any other cell fails a test.
select
    corrections.correction_id,
    cells.cell_id,
    cells.edition_id,
    cells.file_name,
    cells.source_row,
    cells.source_column,
    corrections.field,
    coalesce(corrections.expect, '') as expect,
    corrections.correct_to,
    case corrections.field
        when 'unit_as_printed' then cells.unit_as_printed
        when 'value_as_printed' then cells.value_as_printed
        when 'statistic' then cells.statistic
    end as printed
from intermediate.int_printed_cells as cells
-- a cell meets at most one correction for each field: a test says so
inner join reference.corrections as corrections
    on
        cells.edition_id = corrections.edition_id
        and cells.file_name = corrections.file_name
        and cells.commodity_as_printed = corrections.commodity_as_printed
        and case
            when corrections.table_pattern is null then true
            else (lower(cells.table_as_printed) rlike corrections.table_pattern)
        end
        and (corrections.country_as_printed = '*' or cells.country_as_printed = corrections.country_as_printed)
        and (corrections.statistic = '*' or cells.statistic = corrections.statistic)
        and (corrections.year = '*' or cast(cells.year as string) = corrections.year)
  