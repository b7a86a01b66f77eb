-- What the United Kingdom bought of the codes that its list of codes is in, by partner
with codes as (

    select distinct
        hs_edition,
        hs_code
    from {{ ref('core_annex_code') }}
    where hs_code is not null

)

select
    flows.edition_id,
    editions.source_id,
    flows.hs_edition,
    flows.hs_code,
    flows.year,
    flows.partner_id,
    'reconciled' as partner_basis,
    flows.value_usd,
    flows.net_kg,
    flows.value_usd_without_kg,
    files.source_file_id,
    flows.source_row
from {{ ref('int_trade_flow') }} as flows
inner join codes on flows.hs_edition = codes.hs_edition and flows.hs_code = codes.hs_code
inner join {{ ref('dim_edition') }} as editions on flows.edition_id = editions.edition_id
-- one row at most: a file of an edition, none for a year that was landed in bulk
left join {{ ref('dim_source_file') }} as files
    on flows.edition_id = files.edition_id and flows.file_name = files.file_name
where flows.importer_id = 'GBR' and flows.year >= {{ first_year_of_partners() }}
