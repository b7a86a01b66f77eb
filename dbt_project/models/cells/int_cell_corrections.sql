-- Which cells a correction reaches, and what they print. A cell is corrected where it prints what the
-- correction expects (int_resolved_cells); a correction that reaches any other cell fails a test.
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
    {{ printed_in_field('corrections', 'cells') }} as printed
from {{ ref('int_printed_cells') }} as cells
-- a cell meets at most one correction for each field: a test says so
inner join {{ ref('corrections') }} as corrections
    on {{ correction_reaches('corrections', 'cells') }}
