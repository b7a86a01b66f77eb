with source as (

    select * from {{ source('bulk', 'trade_partitions') }}

)

select
    source_id,
    edition_id,
    hs_edition,
    cast(year as integer) as year,
    cast(month as integer) as month,
    version,
    file_name,
    file_sha256,
    part_sha256,
    cast(record_count as bigint) as record_count,
    cast(value_total as bigint) as value_total,
    cast(kg_total as bigint) as kg_total,
    cast(rows_without_kg as bigint) as rows_without_kg,
    cast(is_open as boolean) as is_open,
    licence,
    cast(revision as integer) as revision,
    revised_because,
    cast(landed_on as date) as landed_on
from source
