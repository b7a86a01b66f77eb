with totals as (

    select
        edition_id,
        source_id,
        trade_id,
        year,
        cast(sum(value_min_usd) as bigint) as value_min_usd,
        cast(sum(value_max_usd) as bigint) as value_max_usd,
        cast(sum(net_kg) as bigint) as net_kg,
        cast(sum(value_usd_without_kg) as bigint) as value_usd_without_kg,
        cast(sum(case when is_residual then value_max_usd else 0 end) as bigint) as residual_usd,
        cast(sum(case when is_residual then 0 else 1 end) as integer) as exporter_count,
        sum(case when is_residual then 0 else cast(value_min_usd as decimal(19, 0)) * cast(value_min_usd as decimal(19, 0)) end) as squares_of_least,
        sum(case when is_residual then 0 else cast(net_kg as decimal(19, 0)) * cast(net_kg as decimal(19, 0)) end) as squares_of_kg,
        min(cast(is_latest_vintage as integer)) = 1 as is_latest_vintage
    from intermediate.int_trade_subject_exporter
    group by edition_id, source_id, trade_id, year

),

shares as (

    select
        exporters.edition_id,
        exporters.trade_id,
        exporters.year,
        exporters.country_id,
        exporters.is_residual,
        round(100 * cast(exporters.value_min_usd as double) / nullif(totals.value_max_usd - exporters.value_max_usd + exporters.value_min_usd, 0), 4)
            as share_min_pct,
        round(100 * cast(exporters.value_max_usd as double) / nullif(totals.value_min_usd - exporters.value_min_usd + exporters.value_max_usd, 0), 4)
            as share_max_pct,
        row_number() over (
            partition by exporters.edition_id, exporters.trade_id, exporters.year, exporters.is_residual
            order by
                exporters.value_min_usd desc nulls last,
                exporters.value_max_usd desc nulls last,
                exporters.country_id asc nulls last
        ) as place
    from intermediate.int_trade_subject_exporter as exporters
    inner join totals
        on
            exporters.edition_id = totals.edition_id
            and exporters.trade_id = totals.trade_id
            and exporters.year = totals.year

),

-- squares of the largest shares, where shares are only bounded: no index can be above their sum
largest as (

    select
        edition_id,
        trade_id,
        year,
        cast(sum(cast(round(share_max_pct * share_max_pct, 6) as decimal(38, 6))) as double) as squares_of_largest
    from shares
    group by edition_id, trade_id, year

),

indices as (

    select
        totals.*,
        totals.value_min_usd = totals.value_max_usd as is_point,
        10000 * cast(totals.squares_of_least as double)
        / nullif(cast(totals.value_max_usd as double) * cast(totals.value_max_usd as double), 0) as index_of_least,
        10000 * cast(totals.squares_of_least + cast(totals.residual_usd as decimal(19, 0)) * cast(totals.residual_usd as decimal(19, 0)) as double)
        / nullif(cast(totals.value_max_usd as double) * cast(totals.value_max_usd as double), 0) as index_with_rest,
        10000 * cast(totals.squares_of_kg as double)
        / nullif(cast(totals.net_kg as double) * cast(totals.net_kg as double), 0) as index_of_kg
    from totals

)

select
    indices.edition_id,
    indices.source_id,
    indices.trade_id,
    held.subject_kind,
    held.hs_edition,
    held.hs_code,
    held.mineral_id,
    held.trade_level,
    indices.year,
    indices.value_min_usd,
    indices.value_max_usd,
    case when indices.is_point then round(indices.index_of_least, 4) end as hhi,
    round(indices.index_of_least, 4) as hhi_min,
    case
        when indices.is_point then round(indices.index_with_rest, 4)
        else round(least(10000, largest.squares_of_largest), 4)
    end as hhi_max,
    round(indices.index_of_kg, 4) as hhi_weight,
    round(100 * cast(indices.value_usd_without_kg as double) / nullif(indices.value_max_usd, 0), 6)
        as kg_missing_value_pct,
    case when leaders.share_min_pct > 0 then leaders.country_id end as top1_country_id,
    case when indices.is_point then leaders.share_min_pct end as top1_share_pct,
    leaders.share_min_pct as top1_share_min_pct,
    leaders.share_max_pct as top1_share_max_pct,
    indices.exporter_count,
    round(100 * cast(indices.residual_usd as double) / nullif(indices.value_max_usd, 0), 6)
        as residual_share_pct,
    held.is_bundle,
    held.codes_held,
    held.codes_in_list,
    indices.is_latest_vintage
from indices
inner join largest
    on
        indices.edition_id = largest.edition_id
        and indices.trade_id = largest.trade_id
        and indices.year = largest.year
inner join intermediate.int_trade_held as held
    on
        indices.edition_id = held.edition_id
        and indices.trade_id = held.trade_id
        and indices.year = held.year
-- one leader, none where only residuals sell
left join shares as leaders
    on
        indices.edition_id = leaders.edition_id
        and indices.trade_id = leaders.trade_id
        and indices.year = leaders.year
        and leaders.place = 1
        and not leaders.is_residual