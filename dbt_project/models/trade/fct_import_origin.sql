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
    from {{ ref('int_trade_flow') }} as flows
    -- one code, many subjects
    inner join {{ ref('int_trade_subject') }} as subjects
        on flows.hs_edition = subjects.hs_edition and flows.hs_code = subjects.hs_code
    where flows.year >= {{ first_year_of_partners() }}
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
        totals.edition_id,
        totals.importer_id,
        totals.trade_id,
        held.subject_kind,
        totals.hs_edition,
        totals.hs_code,
        held.mineral_id,
        held.trade_level,
        totals.year,
        totals.partner_id,
        totals.value_max_usd,
        cast(null as bigint) as value_max_gbp,
        totals.net_kg,
        'reconciled' as partner_basis,
        totals.all_min_usd = totals.all_max_usd as is_point,
        {{ share_of_least('totals.value_min_usd', 'totals.value_max_usd', 'totals.all_max_usd') }} as share_min_pct,
        {{ share_of_largest('totals.value_min_usd', 'totals.value_max_usd', 'totals.all_min_usd') }} as share_max_pct,
        held.codes_held,
        held.codes_in_list
    from totals
    inner join {{ ref('int_trade_held') }} as held
        on
            totals.edition_id = held.edition_id
            and totals.trade_id = held.trade_id
            and totals.year = held.year

    union all

    select
        edition_id,
        'GBR' as importer_id,
        trade_id,
        subject_kind,
        'CN8' as hs_edition,
        hs_code,
        mineral_id,
        trade_level,
        year,
        partner_id,
        cast(null as bigint) as value_max_usd,
        value_max_gbp,
        net_kg,
        partner_basis,
        is_point,
        share_min_pct,
        share_max_pct,
        codes_held,
        codes_in_list
    from {{ ref('int_customs_origin') }}

)

select
    shares.edition_id,
    editions.source_id,
    shares.importer_id,
    shares.trade_id,
    shares.subject_kind,
    shares.hs_edition,
    shares.hs_code,
    shares.mineral_id,
    shares.trade_level,
    shares.year,
    shares.partner_id,
    case when shares.is_point then shares.value_max_usd end as value_usd,
    shares.value_max_usd,
    case when shares.is_point then shares.value_max_gbp end as value_gbp,
    shares.value_max_gbp,
    shares.net_kg,
    case when shares.is_point then shares.share_min_pct end as share_pct,
    shares.share_min_pct,
    shares.share_max_pct,
    case
        when shares.is_point and not coalesce(countries.is_residual, false) then cast(rank() over (
            partition by
                shares.edition_id, shares.importer_id, shares.trade_id, shares.year,
                coalesce(countries.is_residual, false)
            order by coalesce(shares.value_max_usd, shares.value_max_gbp) desc nulls last
        ) as integer)
    end as share_rank,
    shares.partner_basis,
    hubs.country_id is not null as is_hub,
    exporters.may_be_reexport,
    shares.codes_held,
    shares.codes_in_list,
    shares.edition_id = first_value(shares.edition_id) over (
        partition by editions.source_id, shares.partner_basis, shares.importer_id, shares.trade_id, shares.year
        order by editions.edition_order desc nulls last
    ) as is_latest_vintage
from shares
inner join {{ ref('dim_edition') }} as editions on shares.edition_id = editions.edition_id
left join {{ ref('countries') }} as countries on shares.partner_id = countries.country_id
left join {{ ref('trade_hubs') }} as hubs on shares.partner_id = hubs.country_id
-- a code of its exporter; a mineral is of several codes and has none
left join {{ ref('fct_trade_exporter') }} as exporters
    on
        shares.edition_id = exporters.edition_id
        and shares.hs_edition = exporters.hs_edition
        and shares.hs_code = exporters.hs_code
        and shares.year = exporters.year
        and shares.partner_id = exporters.country_id
