-- What is ranked: a code by itself, or a mineral at one level of processing with all codes that hold it there. A code
-- that is all of its mineral at its level, and nothing else, stands for both, once.
with lines as (

    select
        hs_edition,
        hs_code,
        mineral_id,
        trade_level,
        code_kind = 'bundle' as is_bundle
    from {{ ref('hs_bridge') }}

    union all

    -- the United Kingdom's list, by its own eight digits
    select
        'CN8' as hs_edition,
        cn8 as hs_code,
        mineral_id,
        trade_level,
        is_shared_cn8 as is_bundle
    from {{ ref('cn8_bridge') }}

),

bridge as (

    select
        hs_edition,
        hs_code,
        mineral_id,
        trade_level,
        is_bundle,
        cast(count(*) over (partition by hs_edition, mineral_id, trade_level) as integer) as codes_in_list
    from lines

),

codes as (

    select
        hs_edition,
        hs_code,
        case when min(trade_level) = max(trade_level) then min(trade_level) end as trade_level,
        min(case when codes_in_list = 1 and not is_bundle then mineral_id end) as mineral_id
    from bridge
    group by hs_edition, hs_code

)

select
    hs_edition || '/' || hs_code as trade_id,
    'code' as subject_kind,
    hs_edition,
    hs_code,
    mineral_id,
    trade_level,
    false as is_bundle,
    1 as codes_in_list
from codes

union all

select
    bridge.hs_edition || '/' || bridge.mineral_id || '/' || bridge.trade_level as trade_id,
    'mineral' as subject_kind,
    bridge.hs_edition,
    bridge.hs_code,
    bridge.mineral_id,
    bridge.trade_level,
    bridge.is_bundle,
    bridge.codes_in_list
from bridge
inner join codes on bridge.hs_edition = codes.hs_edition and bridge.hs_code = codes.hs_code
where bridge.mineral_id is not null and bridge.mineral_id is distinct from codes.mineral_id
