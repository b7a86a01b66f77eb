with source as (

    select * from raw.baci_flows

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    hs_edition,
    hs_code,
    cast(year as integer) as year,
    cast(exporter_code as integer) as exporter_code,
    cast(importer_code as integer) as importer_code,
    cast(value_usd as bigint) as value_usd,
    cast(net_kg as bigint) as net_kg
from source