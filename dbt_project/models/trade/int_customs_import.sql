-- What the United Kingdom's customs count of the codes of its list, in whole years: by country of origin as its bulk
-- files print it, and by country of consignment as its service does, never one for the other.
with records as (

    select
        edition_id,
        'origin' as partner_basis,
        hs_code,
        year,
        month,
        origin_alpha as partner_alpha,
        value_gbp,
        net_kg,
        -- anything but a declared and shown figure leaves the code unknown
        case
            when trade_type = '1' and suppression_mark = '0' and record_kind in ('0', '1') then 0 else 1
        end as is_hidden
    from {{ ref('stg_bulk__hmrc_ots_imports') }}

    union all

    select
        edition_id,
        'consignment' as partner_basis,
        hs_code,
        year,
        month,
        dispatch_alpha as partner_alpha,
        value_gbp,
        net_kg,
        case when suppression_mark = '0' then 0 else 1 end as is_hidden
    from {{ ref('stg_hmrc_ots__records') }}
    where is_import

),

-- a year of which a month is missing is no year
whole_years as (

    select
        edition_id,
        year
    from records
    group by edition_id, year
    having count(distinct month) = 12

),

codes as (

    select distinct cn8 from {{ ref('cn8_bridge') }}

),

countries as (

    select
        name as partner_alpha,
        subject_id as country_id
    from {{ ref('country_cldr_names') }}
    where name_kind = 'alpha_2' and kind = 'country'

),

summed as (

    select
        records.edition_id,
        records.partner_basis,
        records.hs_code,
        records.year,
        -- letters that no country has (stores, territories, secret) are nobody's and may be anybody's
        coalesce(countries.country_id, 'OTHER') as partner_id,
        sum(case when records.is_hidden = 0 then records.value_gbp else 0 end) as value_gbp,
        sum(case when records.is_hidden = 0 then records.net_kg end) as net_kg,
        sum(
            case when records.is_hidden = 0 and coalesce(records.net_kg, 0) = 0 then records.value_gbp else 0 end
        ) as value_gbp_without_kg,
        max(records.is_hidden) as is_hidden
    from records
    inner join whole_years on records.edition_id = whole_years.edition_id and records.year = whole_years.year
    inner join codes on records.hs_code = codes.cn8
    -- one row at most
    left join countries on records.partner_alpha = countries.partner_alpha
    group by
        records.edition_id,
        records.partner_basis,
        records.hs_code,
        records.year,
        coalesce(countries.country_id, 'OTHER')

)

select
    edition_id,
    partner_basis,
    'CN8' as hs_edition,
    hs_code,
    year,
    partner_id,
    cast(value_gbp as bigint) as value_gbp,
    cast(net_kg as bigint) as net_kg,
    cast(value_gbp_without_kg as bigint) as value_gbp_without_kg,
    max(is_hidden) over (partition by edition_id, hs_code, year) = 1 as is_suppressed
from summed
