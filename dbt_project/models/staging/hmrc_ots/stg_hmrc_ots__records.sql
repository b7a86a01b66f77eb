with source as (

    select * from {{ source('hmrc_ots', 'hmrc_ots_records') }}

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    cast(year as integer) as year,
    cast(month as integer) as month,
    flow_type in ('1', '3') as is_import,
    suppression_mark,
    -- the service prints codes as numbers; negative ones are of no commodity
    case
        when substring(commodity_as_printed, 1, 1) <> '-' then lpad(commodity_as_printed, 8, '0')
    end as hs_code,
    country_alpha as dispatch_alpha,
    cast(round(cast(value_as_printed as double)) as bigint) as value_gbp,
    cast(round(cast(net_kg_as_printed as double)) as bigint) as net_kg
from source
