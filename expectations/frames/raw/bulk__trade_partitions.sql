-- One row per partition, beside what its records say now. Flows are counted and added up where they are; repeated ones
-- are looked for in a sample that a rule draws: the codes whose digest begins with 0, one in sixteen.
with records as (

    select
        edition_id,
        hs_edition,
        year,
        month,
        hs_code,
        value_usd as value,
        net_kg,
        value_usd is null as has_no_value,
        concat_ws(' ', exporter_code, importer_code, hs_code) as flow
    from trade.baci_flows

    union all

    select
        edition_id,
        hs_edition,
        year,
        month,
        cn8 as hs_code,
        value_gbp as value,
        net_kg,
        -- a suppressed record may lack its value
        value_gbp is null and suppression_mark = '0' as has_no_value,
        concat_ws(
            '|', trade_type, account_month, cn8, sitc, dispatch_alpha, port_number, port_alpha, origin_number,
            origin_alpha, transport_mode, suppression_mark, record_kind
        ) as flow
    from trade.hmrc_ots_imports

),

flows as (

    select
        edition_id,
        hs_edition,
        year,
        month,
        count(*) as records,
        sum(value) as total,
        count(*) filter (has_no_value or value < 0 or net_kg < 0) as impossible_records
    from records
    group by all

),

sampled as (

    select
        edition_id,
        hs_edition,
        year,
        month,
        count(*) - count(distinct flow) as repeated_in_sample
    from records
    where md5(hs_code) like '0%'
    group by all

)

select
    partitions.*,
    coalesce(flows.records, 0) - partitions.record_count as records_beyond_record_count,
    coalesce(flows.total, 0) - partitions.value_total as value_beyond_total,
    flows.impossible_records,
    coalesce(sampled.repeated_in_sample, 0) as repeated_in_sample,
    100.0 * partitions.rows_without_kg / nullif(partitions.record_count, 0) as rows_without_kg_pct
from raw.trade_partitions as partitions
left join flows
    on
        partitions.edition_id = flows.edition_id
        and partitions.hs_edition = flows.hs_edition
        and partitions.year = flows.year
        and partitions.month is not distinct from flows.month
left join sampled
    on
        partitions.edition_id = sampled.edition_id
        and partitions.hs_edition = sampled.hs_edition
        and partitions.year = sampled.year
        and partitions.month is not distinct from sampled.month
