-- What a country sold and bought of a mineral at one level of processing, year by year, for the last years of the
-- newest edition. Exports are at least these: codes that hold other goods too are left out. Imports are at most these.
with years as (

    select
        exporters.edition_id,
        exporters.source_id,
        exporters.hs_edition,
        max(exporters.year) - {{ trade_balance_years() }} + 1 as first_year,
        row_number() over (
            partition by exporters.source_id, exporters.hs_edition
            order by max(editions.edition_order) desc nulls last
        ) as editions_back
    from {{ ref('int_trade_exporter') }} as exporters
    -- one row
    inner join {{ ref('dim_edition') }} as editions on exporters.edition_id = editions.edition_id
    group by exporters.edition_id, exporters.source_id, exporters.hs_edition

),

flows as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        country_id,
        value_usd as export_usd,
        cast(null as bigint) as import_usd,
        net_kg as export_kg,
        value_usd - value_usd_without_kg as weighed_usd
    from {{ ref('int_trade_exporter') }}

    union all

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        country_id,
        cast(null as bigint) as export_usd,
        value_usd as import_usd,
        cast(null as bigint) as export_kg,
        cast(null as bigint) as weighed_usd
    from {{ ref('int_trade_side') }}
    where side = 'importer' and country_id is not null

)

select
    flows.edition_id,
    years.source_id,
    flows.hs_edition,
    bridge.mineral_id,
    bridge.trade_level,
    flows.country_id,
    flows.year,
    cast(sum(case when bridge.code_kind <> 'bundle' then flows.export_usd end) as bigint) as export_usd,
    cast(coalesce(sum(flows.import_usd), 0) as bigint) as import_usd,
    cast(sum(case when bridge.code_kind <> 'bundle' then flows.export_kg end) as bigint) as export_kg,
    cast(sum(case when bridge.code_kind <> 'bundle' then flows.weighed_usd end) as bigint) as weighed_usd
from flows
inner join years
    on
        flows.edition_id = years.edition_id
        and flows.hs_edition = years.hs_edition
        and flows.year >= years.first_year
        and years.editions_back = 1
-- a code that holds several minerals counts for each
inner join {{ ref('hs_bridge') }} as bridge
    on flows.hs_edition = bridge.hs_edition and flows.hs_code = bridge.hs_code
group by
    flows.edition_id,
    years.source_id,
    flows.hs_edition,
    bridge.mineral_id,
    bridge.trade_level,
    flows.country_id,
    flows.year
