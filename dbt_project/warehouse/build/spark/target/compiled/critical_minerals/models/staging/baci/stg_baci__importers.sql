with source as (

    select * from raw.baci_importers

)

select
    edition_id,
    file_name,
    hs_edition,
    hs_code,
    cast(year as integer) as year,
    cast(importer_code as integer) as importer_code,
    cast(value_usd as bigint) as value_usd,
    cast(net_kg as bigint) as net_kg,
    cast(value_usd_without_kg as bigint) as value_usd_without_kg,
    cast(flow_count as integer) as flow_count
from source