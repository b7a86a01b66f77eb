-- One row per code, year and exporter: the flows of an exporter whose partners are all kept make its total.
with flows as (

    select
        edition_id,
        file_name,
        hs_edition,
        hs_code,
        year,
        exporter_code,
        count(*) as flows,
        count(*) - count(distinct importer_code) as repeated_importers,
        count(*) filter (importer_code = exporter_code) as flows_to_itself,
        count(*) filter (value_usd < 0 or net_kg < 0) as impossible_rows,
        min(source_row) as first_row,
        sum(value_usd) as usd,
        sum(net_kg) as kg
    from raw.baci_flows
    group by all

),

first_years as (

    select
        edition_id,
        min(year) as first_year
    from raw.baci_flows
    group by edition_id

)

select
    flows.*,
    flows.year - first_years.first_year as years_since_first,
    -- 398 is Kazakhstan, all of whose flows are kept
    case when flows.exporter_code = 398 then flows.usd - coalesce(exporters.value_usd, 0) end as usd_beyond_total,
    case when flows.exporter_code <> 398 then flows.usd / nullif(exporters.value_usd, 0) end as part_of_total
from flows
inner join first_years using (edition_id)
left join raw.baci_exporters as exporters using (edition_id, hs_edition, hs_code, year, exporter_code)
