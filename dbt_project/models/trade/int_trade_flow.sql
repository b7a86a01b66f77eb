-- Flows into the importers whose imports are kept whole; members of the European Union are one importer. A year that
-- is landed in bulk is read from its partitions, any other as its flows ship.
with landed as (

    select distinct
        edition_id,
        hs_edition,
        year
    from {{ ref('stg_bulk__partitions') }}
    where source_id = 'baci'

),

codes as (

    select distinct
        hs_edition,
        hs_code
    from {{ ref('hs_bridge') }}

),

flows as (

    select
        bulk.edition_id,
        bulk.hs_edition,
        bulk.hs_code,
        bulk.year,
        bulk.exporter_code,
        bulk.importer_code,
        bulk.value_usd,
        bulk.net_kg,
        -- their file is in dim_trade_partition, and dim_source_file has no row of it to lead to
        cast(null as {{ dbt.type_string() }}) as file_name,
        cast(null as integer) as source_row
    from {{ ref('stg_bulk__baci_flows') }} as bulk
    inner join codes on bulk.hs_edition = codes.hs_edition and bulk.hs_code = codes.hs_code

    union all

    select
        shipped.edition_id,
        shipped.hs_edition,
        shipped.hs_code,
        shipped.year,
        shipped.exporter_code,
        shipped.importer_code,
        shipped.value_usd,
        shipped.net_kg,
        shipped.file_name,
        shipped.source_row
    from {{ ref('stg_baci__flows') }} as shipped
    left join landed
        on
            shipped.edition_id = landed.edition_id
            and shipped.hs_edition = landed.hs_edition
            and shipped.year = landed.year
    where landed.edition_id is null

)

select
    flows.edition_id,
    flows.hs_edition,
    flows.hs_code,
    flows.year,
    importers.importer_id,
    partners.country_id as partner_id,
    cast(sum(flows.value_usd) as bigint) as value_usd,
    cast(sum(flows.net_kg) as bigint) as net_kg,
    cast(sum(case when flows.net_kg is null then flows.value_usd else 0 end) as bigint) as value_usd_without_kg,
    max(flows.file_name) as file_name,
    min(flows.source_row) as source_row
from flows
inner join {{ ref('baci_country_codes') }} as importers
    on flows.importer_code = importers.country_code and importers.importer_id is not null
left join {{ ref('baci_country_codes') }} as partners on flows.exporter_code = partners.country_code
-- trade within the European Union is nobody's import
where importers.importer_id is distinct from partners.importer_id
group by
    flows.edition_id,
    flows.hs_edition,
    flows.hs_code,
    flows.year,
    importers.importer_id,
    partners.country_id
