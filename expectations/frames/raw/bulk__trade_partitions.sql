-- One row per partition, beside what its records say now. Flows are counted and added up where they are; repeated ones
-- are looked for in a sample that a rule draws: the codes whose digest begins with 0, one in sixteen.
with flows as (

    select
        edition_id,
        hs_edition,
        year,
        month,
        count(*) as records,
        sum(value_usd) as total,
        count(*) filter (value_usd is null or value_usd < 0 or net_kg < 0) as impossible_records
    from trade.baci_flows
    group by all

),

sampled as (

    select
        edition_id,
        hs_edition,
        year,
        month,
        count(*) - count(distinct concat_ws(' ', exporter_code, importer_code, hs_code)) as repeated_in_sample
    from trade.baci_flows
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
