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

union all

select
    cell_id,
    edition_id,
    source_id,
    source_file_id,
    source_row,
    source_column,
    coalesce(statistic, 'none') as statistic,
    destination,
    set_aside_reason,
    'United States' as country_as_printed,
    value_as_printed
from {{ ref('core_us_salient_cell') }}

union all

-- reliance of the chapters is a salient statistic too; the figure's rows are no cells of theirs
select
    reliance.edition_id || '/' || reliance.file_name || ':' || cast(reliance.source_row as {{ dbt.type_string() }})
    || ':reliance' as cell_id,
    reliance.edition_id,
    editions.source_id,
    reliance.edition_id || '/' || reliance.file_name as source_file_id,
    reliance.source_row,
    'Value' as source_column,
    'net_import_reliance' as statistic,
    'fct_us_salient' as destination,
    cast(null as {{ dbt.type_string() }}) as set_aside_reason,
    'United States' as country_as_printed,
    reliance.value_as_printed
from {{ ref('stg_usgs_mcs__net_import_reliance') }} as reliance
-- many rows to one edition
inner join {{ ref('core_edition') }} as editions on reliance.edition_id = editions.edition_id
where reliance.printed_in = 'chapter'
