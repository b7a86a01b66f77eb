-- One row per code and year, for the table is large: how many exporters, what a kilogram was worth.
with codes as (

    select
        edition_id,
        file_name,
        hs_edition,
        hs_code,
        year,
        count(*) as exporters,
        count(*) - count(distinct exporter_code) as repeated_exporters,
        count(*) filter (
            value_usd < 0 or net_kg < 0 or value_usd_without_kg not between 0 and value_usd
        ) as impossible_rows,
        count(*) filter (flow_count is null or flow_count < 1) as rows_of_no_flow,
        sum(value_usd) as usd,
        sum(value_usd - value_usd_without_kg) / nullif(sum(net_kg), 0) as usd_per_kg
    from raw.baci_exporters
    group by all

)

select
    *,
    case when hs_code = '760110' then usd_per_kg end as aluminium_usd_per_kg,
    try_cast(right(edition_id, 4) as integer) - year as years_before_edition,
    count(*) over (partition by edition_id, hs_edition, year) as codes_of_the_year,
    -- a code leaves or enters with a year; one that leaves and comes back has lost a year
    coalesce(year - lag(year) over (partition by edition_id, hs_edition, hs_code order by year), 1) as years_since_last
from codes
