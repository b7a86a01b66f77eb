-- One row per code and year, beside the same code and year of the last release.
with codes as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        count(*) as exporters,
        sum(value_usd) as usd,
        sum(share_pct) as share_sum_pct,
        count(*) filter (rank_value = 1) as first_places,
        sum(value_usd * (1 - coalesce(kg_missing_value_pct, 0) / 100)) / nullif(sum(net_kg), 0) as usd_per_kg
    from marts.fct_trade_exporter
    group by all

),

years as (

    select
        edition_id,
        hs_edition,
        year,
        sum(value_usd * kg_missing_value_pct) / nullif(sum(value_usd), 0) as kg_missing_value_pct
    from marts.fct_trade_exporter
    group by all

),

-- what another project copied without its weights, where no landed year has taken its place
unweighed_copies as (

    select
        sums.edition_id,
        sums.hs_edition,
        sums.year
    from raw.baci_exporters as sums
    inner join raw.baci_rows as files using (edition_id, file_name)
    left join marts.dim_trade_partition as landed using (edition_id, hs_edition, year)
    where files.reason = 'traded_minerals_in_a_copy' and landed.year is null
    group by all
    having count(sums.net_kg) = 0

),

last_release as (

    select
        hs_edition,
        hs_code,
        year,
        count(*) as exporters,
        sum(value_usd) as usd
    from previous.fct_trade_exporter
    where is_latest_vintage
    group by all

)

select
    codes.*,
    case when unweighed_copies.year is null then years.kg_missing_value_pct end as kg_missing_value_pct,
    case when codes.hs_code = '760110' then codes.usd_per_kg end as aluminium_usd_per_kg,
    codes.usd / nullif(last_release.usd, 0) as times_last_release,
    100.0 * (last_release.exporters - codes.exporters) / nullif(last_release.exporters, 0) as exporters_lost_pct
from codes
inner join years using (edition_id, hs_edition, year)
left join unweighed_copies using (edition_id, hs_edition, year)
left join last_release using (hs_edition, hs_code, year)
