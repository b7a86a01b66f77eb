-- The cells of all production statistics in the one shape that their staging models give, nothing decided yet.
with cells as (
    {{ printed_in_all_sources([
        'edition_id', 'source_id', 'file_name', 'source_row', 'source_column', 'statistic', 'commodity_as_printed',
        'table_as_printed', 'type_as_printed', 'country_as_printed', 'unit_as_printed', 'year', 'value_as_printed',
        'value_text', 'is_estimated_column', 'note_marks',
    ]) }}
)

select
    edition_id || '/' || file_name || ':' || cast(source_row as {{ dbt.type_string() }})
    || ':' || source_column as cell_id,
    edition_id,
    source_id,
    edition_id || '/' || file_name as source_file_id,
    file_name,
    source_row,
    source_column,
    statistic,
    commodity_as_printed,
    table_as_printed,
    type_as_printed,
    country_as_printed,
    unit_as_printed,
    year,
    value_as_printed,
    value_text,
    is_estimated_column,
    note_marks
from cells
