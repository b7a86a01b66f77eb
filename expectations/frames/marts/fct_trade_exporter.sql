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
    years.kg_missing_value_pct,
    case when codes.hs_code = '760110' then codes.usd_per_kg end as aluminium_usd_per_kg,
    codes.usd / nullif(last_release.usd, 0) as times_last_release,
    100.0 * (last_release.exporters - codes.exporters) / nullif(last_release.exporters, 0) as exporters_lost_pct
from codes
inner join years
    on codes.edition_id = years.edition_id and codes.hs_edition = years.hs_edition and codes.year = years.year
left join last_release
    on
        codes.hs_edition = last_release.hs_edition
        and codes.hs_code = last_release.hs_code
        and codes.year = last_release.year
