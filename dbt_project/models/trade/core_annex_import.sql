-- What the United Kingdom bought of the codes that its list of codes is in, by partner
with codes as (

    select distinct
        hs_edition,
        hs_code
    from {{ ref('core_annex_code') }}
    where hs_code is not null

),

bought as (

    select
        flows.edition_id,
        flows.hs_edition,
        flows.hs_code,
        flows.year,
        partners.country_id as partner_id,
        cast(sum(flows.value_usd) as bigint) as value_usd,
        cast(sum(flows.net_kg) as bigint) as net_kg,
        cast(sum(case when flows.net_kg is null then flows.value_usd else 0 end) as bigint) as value_usd_without_kg,
        max(flows.file_name) as file_name,
        min(flows.source_row) as source_row
    from {{ ref('stg_baci__flows') }} as flows
    inner join codes on flows.hs_edition = codes.hs_edition and flows.hs_code = codes.hs_code
    inner join {{ ref('baci_country_codes') }} as importers
        on flows.importer_code = importers.country_code and importers.importer_id = 'GBR'
    left join {{ ref('baci_country_codes') }} as partners on flows.exporter_code = partners.country_code
    where flows.year >= {{ first_year_of_partners() }}
    group by flows.edition_id, flows.hs_edition, flows.hs_code, flows.year, partners.country_id

)

select
    bought.edition_id,
    editions.source_id,
    bought.hs_edition,
    bought.hs_code,
    bought.year,
    bought.partner_id,
    'reconciled' as partner_basis,
    bought.value_usd,
    bought.net_kg,
    bought.value_usd_without_kg,
    files.source_file_id,
    bought.source_row
from bought
inner join {{ ref('dim_edition') }} as editions on bought.edition_id = editions.edition_id
-- one row: a file of an edition
left join {{ ref('dim_source_file') }} as files
    on bought.edition_id = files.edition_id and bought.file_name = files.file_name
