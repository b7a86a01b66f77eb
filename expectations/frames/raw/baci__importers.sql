-- One row per code and year, beside what was exported of it.
with codes as (

    select
        edition_id,
        file_name,
        hs_edition,
        hs_code,
        year,
        count(*) as importers,
        count(*) - count(distinct importer_code) as repeated_importers,
        count(*) filter (
            value_usd < 0 or net_kg < 0 or value_usd_without_kg not between 0 and value_usd
        ) as impossible_rows,
        count(*) filter (flow_count is null or flow_count < 1) as rows_of_no_flow,
        sum(value_usd) as usd,
        sum(flow_count) as flows
    from raw.baci_importers
    group by all

),

exports as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        sum(value_usd) as usd,
        sum(flow_count) as flows
    from raw.baci_exporters
    group by all

)

select
    codes.*,
    codes.usd - coalesce(exports.usd, 0) as usd_beyond_exports,
    codes.flows - coalesce(exports.flows, 0) as flows_beyond_exports
from codes
left join exports using (edition_id, hs_edition, hs_code, year)
