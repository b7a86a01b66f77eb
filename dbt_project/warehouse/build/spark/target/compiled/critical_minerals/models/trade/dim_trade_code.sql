with held as (

    select
        hs_edition,
        hs_code,
        min(year) as first_year_held,
        max(year) as last_year_held
    from intermediate.int_trade_exporter
    group by hs_edition, hs_code

)

select
    bridge.hs_edition,
    bridge.hs_code,
    bridge.mineral_id,
    bridge.trade_level,
    bridge.stage,
    bridge.form,
    bridge.goods,
    bridge.code_kind,
    bridge.content_factor,
    bridge.factor_kind,
    bridge.note,
    held.first_year_held,
    held.last_year_held
from reference.hs_bridge as bridge
left join held on bridge.hs_edition = held.hs_edition and bridge.hs_code = held.hs_code