-- One row per reporter, code and direction, for the table is large: whether the partners make the printed world.
with reports as (

    select
        edition_id,
        hs_code,
        flow_as_printed,
        reporter_code,
        partner_code,
        count(*) as records,
        max(abs(year - try_cast(right(edition_id, 4) as integer))) as years_beside_edition,
        min(coalesce(try_cast(value_as_printed as double), -1)) as printed_value,
        max(try_cast(value_as_printed as double)) filter (
            coalesce(customs_code, 'C00') = 'C00'
            and coalesce(mode_of_transport, '0') = '0'
            and coalesce(second_partner, '0') = '0'
        ) as value_usd
    from raw.comtrade_reports
    group by all

),

reporters as (

    select
        edition_id,
        hs_code,
        flow_as_printed,
        reporter_code,
        sum(records) as records,
        max(years_beside_edition) as years_beside_edition,
        min(printed_value) as printed_value,
        sum(value_usd) filter (partner_code <> 0) as partners_usd,
        max(value_usd) filter (partner_code = 0) as world_usd
    from reports
    group by all

)

select
    *,
    -- totals of a few dollars are rounded away
    case when world_usd > 1000 then partners_usd / world_usd end as times_of_world
from reporters
