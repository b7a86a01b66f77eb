with codes as (

    select
        bridge.hs_edition,
        bridge.mineral_id,
        bridge.trade_level,
        cast(count(*) as integer) as codes_in_list,
        cast(count(trade.hs_code) as integer) as codes_held,
        {{ joined_text('trade.hs_code', separator=' ') }} as hs_codes
    from {{ ref('hs_bridge') }} as bridge
    left join (
        select
            hs_edition,
            hs_code,
            max(year) as last_year,
            max(max(year)) over (partition by hs_edition) as newest_year
        from {{ ref('int_trade_exporter') }}
        group by hs_edition, hs_code
    ) as trade
        on
            bridge.hs_edition = trade.hs_edition
            and bridge.hs_code = trade.hs_code
            -- a code that ended is held no more
            and trade.last_year = trade.newest_year
    where bridge.code_kind <> 'bundle'
    group by bridge.hs_edition, bridge.mineral_id, bridge.trade_level

),

import_years as (

    select
        hs_edition,
        cast(count(distinct year) as integer) as years_with_imports
    from {{ ref('int_trade_balance_year') }}
    where import_usd > 0
    group by hs_edition

),

summed as (

    select
        edition_id,
        source_id,
        hs_edition,
        mineral_id,
        trade_level,
        country_id,
        cast(max(year) as integer) as last_year,
        cast(sum(export_usd) as bigint) as export_usd,
        cast(sum(import_usd) as bigint) as import_usd,
        cast(sum(case when export_usd > 0 then 1 else 0 end) as integer) as years_exported,
        cast(sum(case when export_usd > import_usd then 1 else 0 end) as integer) as years_above_imports,
        cast(sum(weighed_usd) as bigint) as weighed_usd,
        cast(sum(export_kg) as bigint) as export_kg
    from {{ ref('int_trade_balance_year') }}
    group by edition_id, source_id, hs_edition, mineral_id, trade_level, country_id

),

worlds as (

    select
        summed.*,
        sum(export_usd) over everybody as world_usd,
        sum(weighed_usd) over everybody as world_weighed_usd,
        sum(export_kg) over everybody as world_kg
    from summed
    window everybody as (partition by edition_id, hs_edition, mineral_id, trade_level)

)

select
    worlds.edition_id,
    worlds.source_id,
    worlds.hs_edition,
    worlds.mineral_id,
    worlds.trade_level,
    worlds.country_id,
    worlds.last_year,
    worlds.export_usd,
    worlds.import_usd,
    worlds.years_exported,
    worlds.years_above_imports,
    coalesce(import_years.years_with_imports, 0) as years_with_imports,
    {{ round_traded('100 * cast(worlds.export_usd as double) / nullif(worlds.world_usd, 0)') }} as share_pct,
    {{ round_traded('cast(worlds.weighed_usd as double) / nullif(worlds.export_kg, 0)') }} as usd_per_kg,
    {{ round_traded('cast(worlds.world_weighed_usd as double) / nullif(worlds.world_kg, 0)') }} as world_usd_per_kg,
    hubs.country_id is not null as is_hub,
    codes.hs_codes,
    codes.codes_held,
    codes.codes_in_list
from worlds
inner join {{ ref('countries') }} as countries on worlds.country_id = countries.country_id
-- one row each
inner join codes
    on
        worlds.hs_edition = codes.hs_edition
        and worlds.mineral_id = codes.mineral_id
        and worlds.trade_level = codes.trade_level
left join import_years on worlds.hs_edition = import_years.hs_edition
left join {{ ref('trade_hubs') }} as hubs on worlds.country_id = hubs.country_id
where worlds.export_usd > 0 and not countries.is_residual
