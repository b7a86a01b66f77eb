-- What the United Kingdom bought of the codes that its list of codes is in, by partner: under codes of the Harmonised
-- System as its list is in them, under eight digits as the list itself has them.
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
    'USD' as currency,
    flows.value_usd as value_in_currency,
    flows.net_kg,
    flows.value_usd_without_kg as value_without_kg,
    files.source_file_id,
    flows.source_row
from {{ ref('int_trade_flow') }} as flows
inner join codes on flows.hs_edition = codes.hs_edition and flows.hs_code = codes.hs_code
inner join {{ ref('dim_edition') }} as editions on flows.edition_id = editions.edition_id
-- one row at most: a file of an edition, none for a year that was landed in bulk
left join {{ ref('dim_source_file') }} as files
    on flows.edition_id = files.edition_id and flows.file_name = files.file_name
where flows.importer_id = 'GBR' and flows.year >= {{ first_year_of_partners() }}

union all

-- by the United Kingdom's own customs and country of origin, where that was landed; a suppressed code is not held
select
    imports.edition_id,
    editions.source_id,
    imports.hs_edition,
    imports.hs_code,
    imports.year,
    imports.partner_id,
    imports.partner_basis,
    'GBP' as currency,
    imports.value_gbp as value_in_currency,
    imports.net_kg,
    imports.value_gbp_without_kg as value_without_kg,
    cast(null as {{ dbt.type_string() }}) as source_file_id,
    cast(null as integer) as source_row
from {{ ref('int_customs_import') }} as imports
inner join {{ ref('dim_edition') }} as editions on imports.edition_id = editions.edition_id
where imports.partner_basis = 'origin' and not imports.is_suppressed and imports.partner_id <> 'GBR'
