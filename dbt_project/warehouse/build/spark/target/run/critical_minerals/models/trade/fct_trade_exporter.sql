
  
    
        create table marts.fct_trade_exporter
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, HS edition, code, year and exporting country.

What each country sold of one code of goods in one year, from 2015 on, in current US dollars and in kilograms, with its
share and rank by either. Values and weights are whole numbers; a weight that nobody reported is null, not
zero, and `kg_missing_value_pct` says what part of the value it leaves out. A rank by weight ranks the known
weights.

Both sides of a flow report it. CEPII weighs the two into one figure (BACI), free on board; what only one
side reports is kept as that side has it. Two HS editions of one source differ for the same goods: one
edition at a time. A code is goods, not a mineral: `dim_trade_code` says which minerals it holds, and
whether it holds anything else.

**may_be_reexport**: the country bought at least as much of the same code in the same year, by value. It
shows a place of passage, it does not prove one: ore bought and concentrate sold have one code.'
      

      as
      
    select edition_id, source_id, hs_edition, hs_code, year, country_id, value_usd, net_kg, kg_missing_value_pct, share_pct, rank_value, rank_weight, is_price_outlier, may_be_reexport, is_latest_vintage
    from (
        with priced as (

    select
        exporters.*,
        items.value_usd as item_usd,
        items.usd_per_kg_median,
        cast(exporters.value_usd - exporters.value_usd_without_kg as double)
        / nullif(exporters.net_kg, 0) as usd_per_kg
    from intermediate.int_trade_exporter as exporters
    -- many exporters to one code and year
    inner join marts.fct_unit_value as items
        on
            exporters.edition_id = items.edition_id
            and exporters.hs_edition = items.hs_edition
            and exporters.hs_code = items.hs_code
            and exporters.year = items.year
    where exporters.year >= 2015

)

select
    edition_id,
    source_id,
    hs_edition,
    hs_code,
    year,
    country_id,
    value_usd,
    net_kg,
    round(100 * cast(value_usd_without_kg as double) / nullif(value_usd, 0), 4) as kg_missing_value_pct,
    round(100 * cast(value_usd as double) / nullif(item_usd, 0), 4) as share_pct,
    case
        when not is_residual then cast(rank() over (
            partition by edition_id, hs_edition, hs_code, year, is_residual order by value_usd desc nulls last
        ) as integer)
    end as rank_value,
    case
        when not is_residual and net_kg is not null then cast(rank() over (
            partition by edition_id, hs_edition, hs_code, year, is_residual order by net_kg desc nulls last
        ) as integer)
    end as rank_weight,
    (usd_per_kg > 10 * usd_per_kg_median or 10 * usd_per_kg < usd_per_kg_median) as is_price_outlier,
    -- what the country bought of the same code in the year is at least what it sold
    import_value_usd >= value_usd as may_be_reexport,
    is_latest_vintage
from priced
    ) as model_subq
  