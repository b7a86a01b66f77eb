select
    cell_id,
    edition_id,
    source_id,
    source_file_id,
    source_row,
    source_column,
    statistic,
    destination,
    set_aside_reason,
    country_as_printed,
    value_as_printed
from {{ ref('core_cell') }}
