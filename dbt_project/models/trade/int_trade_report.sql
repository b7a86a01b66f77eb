-- One report of each country for each partner, code and direction. A flow stands in the files once for each customs
-- procedure, mode of transport and second partner, and once for all of them: where these columns come, the totals over
-- them are taken; the largest of what is left is the total. Adding them up counts a flow twice.
with totals as (

    select *
    from {{ ref('stg_comtrade__reports') }}
    where
        coalesce(customs_code, 'C00') = 'C00'
        and coalesce(mode_of_transport, '0') = '0'
        and coalesce(second_partner, '0') = '0'
        and flow_as_printed in ('M', 'X')

),

ordered as (

    select
        totals.*,
        row_number() over (
            partition by edition_id, year, reporter_code, partner_code, hs_code, flow_as_printed
            order by
                value_printed_usd desc nulls last,
                printed_kg desc nulls last,
                file_name asc nulls last,
                source_row asc nulls last
        ) as place
    from totals

)

select
    edition_id,
    hs_code,
    year,
    case flow_as_printed when 'M' then 'import' else 'export' end as direction,
    reporter_code,
    partner_code,
    partner_code = 0 as is_world,
    cast(round(value_printed_usd) as bigint) as value_usd,
    cast(round(printed_kg) as bigint) as net_kg,
    file_name,
    source_row
from ordered
where place = 1
