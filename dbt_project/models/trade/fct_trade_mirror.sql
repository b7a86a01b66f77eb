-- by country of ours: two codes of the publisher may be one country, and what it calls areas not elsewhere specified
-- is no country
with reports as (

    select
        reports.edition_id,
        reports.hs_code,
        reports.year,
        reports.direction,
        case reports.direction when 'export' then reporters.country_id else partners.country_id end as exporter_id,
        case reports.direction when 'export' then partners.country_id else reporters.country_id end as importer_id,
        cast(sum(reports.value_usd) as bigint) as value_usd,
        cast(sum(reports.net_kg) as bigint) as net_kg,
        cast(count(*) - count(reports.net_kg) as integer) as unweighed
    from {{ ref('int_trade_report') }} as reports
    inner join {{ ref('baci_country_codes') }} as reporters on reports.reporter_code = reporters.country_code
    inner join {{ ref('baci_country_codes') }} as partners on reports.partner_code = partners.country_code
    where not reports.is_world
    group by
        reports.edition_id,
        reports.hs_code,
        reports.year,
        reports.direction,
        reporters.country_id,
        partners.country_id

),

flows as (

    select
        edition_id,
        hs_code,
        year,
        exporter_id,
        importer_id,
        max(case when direction = 'export' then value_usd end) as exporter_value_usd,
        max(case when direction = 'import' then value_usd end) as importer_value_usd,
        max(case when direction = 'export' and unweighed = 0 then net_kg end) as exporter_kg,
        max(case when direction = 'import' and unweighed = 0 then net_kg end) as importer_kg
    from reports
    where exporter_id <> importer_id
    group by edition_id, hs_code, year, exporter_id, importer_id

)

select
    flows.edition_id,
    editions.source_id,
    flows.hs_code,
    flows.year,
    flows.exporter_id,
    flows.importer_id,
    flows.exporter_value_usd,
    flows.importer_value_usd,
    flows.exporter_kg,
    flows.importer_kg,
    case
        when flows.importer_value_usd is null then 'exporter'
        when flows.exporter_value_usd is null then 'importer'
        else 'both'
    end as sides_reporting,
    flows.importer_value_usd - flows.exporter_value_usd as mirror_gap_usd,
    -- of two reports only: greatest and least pass over what is not there
    case
        when flows.importer_value_usd is not null and flows.exporter_value_usd is not null
            then round(
                cast(greatest(flows.importer_value_usd, flows.exporter_value_usd) as double)
                / nullif(least(flows.importer_value_usd, flows.exporter_value_usd), 0), 4
            )
    end as times_apart,
    false as is_open
from flows
inner join {{ ref('dim_edition') }} as editions on flows.edition_id = editions.edition_id
