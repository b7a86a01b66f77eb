with source as (

    select * from {{ source('flows', 'hmrc_ots_imports') }}

)

select
    edition_id,
    cast(source_row as integer) as source_row,
    hs_edition,
    cast(year as integer) as year,
    cast(month as integer) as month,
    cn8 as hs_code,
    dispatch_alpha,
    origin_alpha,
    trade_type,
    suppression_mark,
    record_kind,
    cast(value_gbp as bigint) as value_gbp,
    cast(net_kg as bigint) as net_kg
from source
