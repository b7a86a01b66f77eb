-- No dollar is lost or counted twice between the records of a file and the marts.
{{ config(meta={'dagster': {'ref': {'name': 'fct_trade_exporter'}}}) }}

with landed as (

    select
        edition_id,
        hs_edition,
        year
    from {{ ref('stg_bulk__partitions') }}
    where source_id = 'baci'

),

-- as the file has them, before any code of a country is looked up; a landed year is summed where it is filled
records as (

    select
        shipped.edition_id,
        shipped.hs_edition,
        shipped.hs_code,
        shipped.year,
        shipped.value_usd,
        shipped.net_kg
    from {{ ref('stg_baci__exporters') }} as shipped
    left join landed
        on
            shipped.edition_id = landed.edition_id
            and shipped.hs_edition = landed.hs_edition
            and shipped.year = landed.year
    where landed.edition_id is null

    union all

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        value_usd,
        net_kg
    from {{ ref('int_trade_landed_side') }}
    where side = 'exporter'

),

printed as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        sum(value_usd) as value_usd,
        sum(net_kg) as net_kg
    from records
    where year >= {{ first_year_of_exporters() }}
    group by edition_id, hs_edition, hs_code, year

),

exporters as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        sum(value_usd) as value_usd,
        sum(net_kg) as net_kg
    from {{ ref('fct_trade_exporter') }}
    group by edition_id, hs_edition, hs_code, year

),

-- Kazakhstan, all of whose flows ship: its partners make its total where no flows are landed in their place
partners as (

    select
        flows.edition_id,
        flows.hs_edition,
        flows.hs_code,
        flows.year,
        sum(flows.value_usd) as value_usd
    from {{ ref('stg_baci__flows') }} as flows
    inner join {{ ref('baci_country_codes') }} as codes on flows.exporter_code = codes.country_code
    left join landed
        on
            flows.edition_id = landed.edition_id
            and flows.hs_edition = landed.hs_edition
            and flows.year = landed.year
    where codes.country_id = 'KAZ' and landed.edition_id is null
    group by flows.edition_id, flows.hs_edition, flows.hs_code, flows.year

)

select
    'exports of a code and year' as problem,
    printed.edition_id,
    printed.hs_code,
    printed.year
from printed
left join exporters
    on
        printed.edition_id = exporters.edition_id
        and printed.hs_edition = exporters.hs_edition
        and printed.hs_code = exporters.hs_code
        and printed.year = exporters.year
where
    printed.value_usd is distinct from exporters.value_usd
    or printed.net_kg is distinct from exporters.net_kg

union all

select
    'partners of an exporter' as problem,
    partners.edition_id,
    partners.hs_code,
    partners.year
from partners
left join {{ ref('fct_trade_exporter') }} as total
    on
        partners.edition_id = total.edition_id
        and partners.hs_edition = total.hs_edition
        and partners.hs_code = total.hs_code
        and partners.year = total.year
        and total.country_id = 'KAZ'
where partners.value_usd is distinct from total.value_usd
