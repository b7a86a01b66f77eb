-- Where the United Kingdom buys by its own customs, code by code and by mineral and level of its list: the share of
-- each partner. A code of which anything is suppressed is not held.
with flows as (

    select
        imports.*,
        subjects.trade_id,
        subjects.subject_kind,
        subjects.mineral_id,
        subjects.trade_level,
        subjects.is_bundle,
        subjects.codes_in_list
    from {{ ref('int_customs_import') }} as imports
    -- many rows: one code, many subjects
    inner join {{ ref('int_trade_subject') }} as subjects
        on imports.hs_edition = subjects.hs_edition and imports.hs_code = subjects.hs_code
    -- what comes back to where it was made is nobody else's; nothing sold has no share
    where not imports.is_suppressed and imports.partner_id <> 'GBR' and imports.value_gbp > 0

),

held as (

    select
        edition_id,
        trade_id,
        year,
        cast(count(distinct hs_code) as integer) as codes_held
    from flows
    group by edition_id, trade_id, year

),

summed as (

    select
        edition_id,
        partner_basis,
        trade_id,
        subject_kind,
        mineral_id,
        trade_level,
        codes_in_list,
        year,
        partner_id,
        case when subject_kind = 'code' then min(hs_code) end as hs_code,
        cast(sum(case when is_bundle then 0 else value_gbp end) as bigint) as value_min_gbp,
        cast(sum(value_gbp) as bigint) as value_max_gbp,
        cast(sum(case when subject_kind = 'code' then net_kg end) as bigint) as net_kg
    from flows
    group by
        edition_id,
        partner_basis,
        trade_id,
        subject_kind,
        mineral_id,
        trade_level,
        codes_in_list,
        year,
        partner_id

),

totals as (

    select
        summed.*,
        sum(value_min_gbp) over everybody as all_min_gbp,
        sum(value_max_gbp) over everybody as all_max_gbp
    from summed
    window everybody as (partition by edition_id, trade_id, year)

)

select
    totals.edition_id,
    totals.trade_id,
    totals.subject_kind,
    totals.hs_code,
    totals.mineral_id,
    totals.trade_level,
    totals.year,
    totals.partner_id,
    totals.value_max_gbp,
    totals.net_kg,
    totals.partner_basis,
    totals.all_min_gbp = totals.all_max_gbp as is_point,
    {{ share_of_least('totals.value_min_gbp', 'totals.value_max_gbp', 'totals.all_max_gbp') }} as share_min_pct,
    {{ share_of_largest('totals.value_min_gbp', 'totals.value_max_gbp', 'totals.all_min_gbp') }} as share_max_pct,
    held.codes_held,
    totals.codes_in_list
from totals
inner join held
    on totals.edition_id = held.edition_id and totals.trade_id = held.trade_id and totals.year = held.year
