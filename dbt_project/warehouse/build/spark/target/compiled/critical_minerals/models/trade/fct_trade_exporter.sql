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