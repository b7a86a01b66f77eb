-- Whether a country's exports prove that it makes the goods: the test of re-exports, by the rows of trade_proofs. A
-- step whose output is known to be zero overrules the test in fct_supply_evidence.
with balances as (

    select
        trade.*,
        -- the test asks for years in a row: an edition of codes with fewer is asked where no other has the goods; of
        -- two with as many, the one that readings are measured in
        rank() over (
            partition by trade.mineral_id, trade.trade_level
            order by
                trade.years_with_imports desc,
                case when trade.hs_edition = {{ hs_edition_of_readings() }} then 1 else 2 end,
                trade.hs_edition desc
        ) as turn
    from {{ ref('core_trade_balance') }} as trade

),

balance as (

    select
        trade.*,
        proofs.stage,
        proofs.step,
        proofs.can_prove,
        proofs.holds_scrap,
        proofs.least_ratio,
        proofs.least_share_pct
    from balances as trade
    -- one row for each step that the goods are made at
    inner join {{ ref('trade_proofs') }} as proofs
        on trade.mineral_id = proofs.mineral_id and trade.trade_level = proofs.trade_level
    where trade.turn = 1

)

select
    balance.country_id,
    balance.mineral_id,
    balance.stage,
    balance.step,
    case
        when not balance.can_prove then 'exports_prove_no_step'
        when exceptions.country_id is not null then 'exports_of_a_neighbour'
        when balance.is_hub then 'exports_of_a_hub'
        when
            balance.years_with_imports < {{ trade_balance_years() }}
            or balance.codes_held < balance.codes_in_list
            then 'imports_not_held'
        when balance.years_exported < {{ trade_balance_years() }} then 'exports_not_each_year'
        when
            balance.years_above_imports < {{ trade_balance_years() }}
            or balance.export_usd < balance.least_ratio * balance.import_usd
            then 'exports_below_imports'
        when balance.share_pct < balance.least_share_pct then 'exports_too_small'
        when balance.holds_scrap and coalesce(balance.usd_per_kg < balance.world_usd_per_kg, true)
            then 'exports_at_price_of_scrap'
        else 'exports_pass_the_test'
    end as finding,
    balance.edition_id || '/' || balance.hs_edition || '/' || balance.trade_level as found_in,
    balance.last_year as year,
    cast(balance.export_usd as double) as evidence_value,
    'USD' as unit,
    balance.import_usd,
    balance.edition_id,
    cast(null as {{ dbt.type_string() }}) as source_file_id,
    cast(null as integer) as source_row
from balance
left join {{ ref('trade_exceptions') }} as exceptions
    on
        balance.country_id = exceptions.country_id
        and balance.mineral_id = exceptions.mineral_id
        and balance.trade_level = exceptions.trade_level
