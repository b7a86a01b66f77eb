with priced as (

    select
        exporters.*,
        cast(value_usd - value_usd_without_kg as double) / nullif(net_kg, 0) as exporter_usd_per_kg
    from {{ ref('int_trade_exporter') }} as exporters

),

medians as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        median(exporter_usd_per_kg) as usd_per_kg_median
    from priced
    group by edition_id, hs_edition, hs_code, year

),

marked as (

    select
        priced.*,
        medians.usd_per_kg_median,
        case
            when {{ is_price_outlier('priced.exporter_usd_per_kg', 'medians.usd_per_kg_median') }} then 1 else 0
        end as is_outlier
    from priced
    inner join medians
        on
            priced.edition_id = medians.edition_id
            and priced.hs_edition = medians.hs_edition
            and priced.hs_code = medians.hs_code
            and priced.year = medians.year

)

select
    edition_id,
    source_id,
    hs_edition,
    hs_code,
    year,
    cast(sum(value_usd) as bigint) as value_usd,
    cast(sum(net_kg) as bigint) as net_kg,
    {{ round_pct('100 * cast(sum(value_usd_without_kg) as double) / nullif(sum(value_usd), 0)') }}
        as kg_missing_value_pct,
    {{ round_pct('cast(sum(value_usd - value_usd_without_kg) as double) / nullif(sum(net_kg), 0)') }} as usd_per_kg,
    {{ round_pct('max(usd_per_kg_median)') }} as usd_per_kg_median,
    cast(count(*) as integer) as exporter_count,
    cast(count(exporter_usd_per_kg) as integer) as priced_count,
    cast(sum(is_outlier) as integer) as outlier_count,
    -- where nobody weighed anything, nobody's price is known
    case
        when count(exporter_usd_per_kg) > 0
            then {{ round_pct('100 * cast(sum(is_outlier * value_usd) as double) / nullif(sum(value_usd), 0)') }}
    end as outlier_value_pct,
    min(cast(is_latest_vintage as integer)) = 1 as is_latest_vintage
from marked
group by edition_id, source_id, hs_edition, hs_code, year
