
  
    
        create table marts.fct_import_origin
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, importer, code or mineral and level, year and partner.

Where the imports of the United Kingdom, the United States and the European Union (as one, trade within it left
out) came from, by code and by mineral and level, from 2018 on, in value. `partner_basis` says what a partner is:
CEPII\'s figures are reconciled from both sides\' reports, so a share here is not that of the importer\'s own customs.
A hub, and a partner that bought as much of the same code as it sold, may pass on what others made.

A mineral is seen only through the codes held here: `codes_held` of `codes_in_list`. Shares of two levels are never
added.'
      

      as
      
    select edition_id, source_id, importer_id, trade_id, subject_kind, hs_edition, hs_code, mineral_id, trade_level, year, partner_id, value_usd, value_max_usd, net_kg, share_pct, share_min_pct, share_max_pct, share_rank, partner_basis, is_hub, may_be_reexport, codes_held, codes_in_list, is_latest_vintage
    from (
        with summed as (

    select
        flows.edition_id,
        flows.importer_id,
        subjects.trade_id,
        flows.year,
        flows.partner_id,
        case when subjects.subject_kind = 'code' then min(flows.hs_code) end as hs_code,
        min(flows.hs_edition) as hs_edition,
        cast(sum(case when subjects.is_bundle then 0 else flows.value_usd end) as bigint) as value_min_usd,
        cast(sum(flows.value_usd) as bigint) as value_max_usd,
        cast(sum(case when subjects.subject_kind = 'code' then flows.net_kg end) as bigint) as net_kg
    from intermediate.int_trade_flow as flows
    -- one code, many subjects
    inner join intermediate.int_trade_subject as subjects
        on flows.hs_edition = subjects.hs_edition and flows.hs_code = subjects.hs_code
    where flows.year >= 2018
    group by
        flows.edition_id,
        flows.importer_id,
        subjects.trade_id,
        subjects.subject_kind,
        flows.year,
        flows.partner_id

),

totals as (

    select
        summed.*,
        sum(value_min_usd) over everybody as all_min_usd,
        sum(value_max_usd) over everybody as all_max_usd
    from summed
    window everybody as (partition by edition_id, importer_id, trade_id, year)

),

shares as (

    select
        totals.*,
        totals.all_min_usd = totals.all_max_usd as is_point,
        round(100 * cast(totals.value_min_usd as double) / nullif(totals.all_max_usd - totals.value_max_usd + totals.value_min_usd, 0), 4) as share_min_pct,
        round(100 * cast(totals.value_max_usd as double) / nullif(totals.all_min_usd - totals.value_min_usd + totals.value_max_usd, 0), 4) as share_max_pct,
        coalesce(countries.is_residual, false) as is_residual
    from totals
    left join reference.countries as countries on totals.partner_id = countries.country_id

)

select
    shares.edition_id,
    editions.source_id,
    shares.importer_id,
    shares.trade_id,
    held.subject_kind,
    shares.hs_edition,
    shares.hs_code,
    held.mineral_id,
    held.trade_level,
    shares.year,
    shares.partner_id,
    case when shares.is_point then shares.value_max_usd end as value_usd,
    shares.value_max_usd,
    shares.net_kg,
    case when shares.is_point then shares.share_min_pct end as share_pct,
    shares.share_min_pct,
    shares.share_max_pct,
    case
        when shares.is_point and not shares.is_residual then cast(rank() over (
            partition by shares.edition_id, shares.importer_id, shares.trade_id, shares.year, shares.is_residual
            order by shares.value_max_usd desc nulls last
        ) as integer)
    end as share_rank,
    'reconciled' as partner_basis,
    hubs.country_id is not null as is_hub,
    exporters.may_be_reexport,
    held.codes_held,
    held.codes_in_list,
    shares.edition_id = first_value(shares.edition_id) over (
        partition by editions.source_id, shares.importer_id, shares.trade_id, shares.year
        order by editions.known_from desc nulls last, shares.edition_id desc nulls last
    ) as is_latest_vintage
from shares
inner join marts.dim_edition as editions on shares.edition_id = editions.edition_id
inner join intermediate.int_trade_held as held
    on
        shares.edition_id = held.edition_id
        and shares.trade_id = held.trade_id
        and shares.year = held.year
left join reference.trade_hubs as hubs on shares.partner_id = hubs.country_id
-- a code of its exporter; a mineral is of several codes and has none
left join marts.fct_trade_exporter as exporters
    on
        shares.edition_id = exporters.edition_id
        and shares.hs_edition = exporters.hs_edition
        and shares.hs_code = exporters.hs_code
        and shares.year = exporters.year
        and shares.partner_id = exporters.country_id
    ) as model_subq
  