-- Where evidence about a mineral was looked for: tables by edition and stage, codes of goods, registers.
with newest as (

    select distinct window_id
    from {{ ref('core_evidence_window') }}
    where is_latest_window

),

looked as (

    select distinct
        tables.mineral_id,
        1 as place,
        windows.edition_id || '/' || windows.stage as looked_in
    from {{ ref('int_step_table') }} as tables
    inner join newest on tables.window_id = newest.window_id
    -- one row: the table in that window
    inner join {{ ref('core_evidence_window') }} as windows
        on tables.window_id = windows.window_id and tables.table_id = windows.table_id

    union all

    select
        stocks.mineral_id,
        stocks.place,
        max(stocks.edition_id) || '/' || stocks.kind as looked_in
    from (
        select
            mineral_id,
            2 as place,
            'capacity' as kind,
            source_id,
            edition_id
        from {{ ref('fct_capacity') }}
        union all
        select
            mineral_id,
            3 as place,
            'reserves' as kind,
            source_id,
            edition_id
        from {{ ref('fct_reserves') }}
    ) as stocks
    group by stocks.mineral_id, stocks.place, stocks.kind, stocks.source_id

    union all

    select distinct
        trade.mineral_id,
        4 as place,
        trade.edition_id || '/' || trade.hs_edition || '/' || trade.hs_codes as looked_in
    from {{ ref('core_trade_balance') }} as trade
    inner join {{ ref('trade_proofs') }} as proofs
        on trade.mineral_id = proofs.mineral_id and trade.trade_level = proofs.trade_level

    union all

    select
        mineral_id,
        5 as place,
        'notes, statements and laws' as looked_in
    from {{ ref('dim_mineral') }}

)

select
    mineral_id,
    place,
    looked_in
from looked
