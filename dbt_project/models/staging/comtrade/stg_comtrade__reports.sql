with source as (

    select * from {{ source('comtrade', 'comtrade_reports') }}

)

select
    edition_id,
    file_name,
    cast(source_row as integer) as source_row,
    cast(year as integer) as year,
    cast(reporter_code as integer) as reporter_code,
    cast(partner_code as integer) as partner_code,
    flow_as_printed,
    hs_code,
    classification_as_printed,
    customs_code,
    mode_of_transport,
    second_partner,
    -- thousandths of a dollar and grams are kept: records are compared before anything is rounded
    cast(value_as_printed as double) as value_printed_usd,
    cast(net_kg_as_printed as double) as printed_kg,
    is_net_kg_estimated_as_printed
from source
