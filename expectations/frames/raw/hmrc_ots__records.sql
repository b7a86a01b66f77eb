-- One row per month, code and country of consignment, for the table is large.
select
    edition_id,
    year,
    try_cast(month as integer) as month,
    commodity_as_printed,
    country_number,
    count(*) as records,
    max(abs(year - try_cast(right(edition_id, 4) as integer))) as years_beside_edition,
    count(*) filter (flow_type not in ('1', '2', '3', '4')) as unknown_directions,
    count(*) filter (suppression_mark not in ('0', '1', '2', '3')) as unknown_marks,
    count(*) filter (suppression_mark = '0' and coalesce(try_cast(value_as_printed as double), -1) < 0) as no_values,
    count(*) filter (coalesce(try_cast(net_kg_as_printed as double), 0) < 0) as negative_weights,
    count(*) - count(
        distinct concat_ws('|', flow_type, suppression_mark, sitc_as_printed, coalesce(port_as_printed, ''))
    ) as repeated_records
from raw.hmrc_ots_records
group by all
