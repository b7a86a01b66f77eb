-- World reserves of a mineral by the newest edition that has a total: of the form that its primary table counts,
-- otherwise of the largest form. Years of reserves only where both weigh the same thing in the same way.
with totals as (

    select
        totals.*,
        coalesce(totals.printed_tonnes, totals.printed_min_tonnes) as known_tonnes,
        production.world_tonnes,
        roles.form = totals.form and roles.basis = totals.basis and roles.stage = 'mine' as is_same_thing,
        row_number() over (
            partition by totals.mineral_id
            order by
                case when coalesce(totals.printed_tonnes, totals.printed_min_tonnes) is null then 1 else 0 end,
                totals.year desc nulls last,
                case when roles.form = totals.form and roles.basis = totals.basis then 0 else 1 end,
                coalesce(totals.printed_tonnes, totals.printed_min_tonnes) desc nulls last,
                totals.form asc nulls last
        ) as place
    from {{ ref('fct_stock_total') }} as totals
    -- at most one primary table
    left join {{ ref('core_current_table') }} as roles
        on totals.mineral_id = roles.mineral_id and roles.table_role = 'primary'
    left join {{ ref('fct_concentration') }} as production on roles.table_id = production.table_id
    where totals.statistic = 'reserves' and totals.is_latest_vintage

),

holders as (

    select
        totals.mineral_id,
        reserves.country_id,
        countries.country_name,
        reserves.quantity_tonnes,
        row_number() over (
            partition by totals.mineral_id
            order by reserves.quantity_tonnes desc nulls last, reserves.country_id asc nulls last
        ) as place
    from totals
    -- one to many: the countries with reserves
    inner join {{ ref('fct_reserves') }} as reserves on totals.table_id = reserves.table_id
    inner join {{ ref('dim_country') }} as countries on reserves.country_id = countries.country_id
    where totals.place = 1 and not countries.is_residual and reserves.quantity_tonnes > 0

)

select
    totals.mineral_id,
    totals.edition_id,
    totals.form as reserves_form,
    totals.basis as reserves_basis,
    totals.year as reserves_year,
    totals.known_tonnes as reserves_tonnes,
    totals.value_status = 'at_least' as is_reserves_at_least,
    totals.value_as_printed as reserves_as_printed,
    holders.country_id as reserves_top1_country_id,
    holders.country_name as reserves_top1_country,
    -- null without a total: one known country is not the world
    case
        when totals.known_tonnes >= holders.quantity_tonnes
            then {{ round_pct('100 * holders.quantity_tonnes / nullif(totals.known_tonnes, 0)') }}
    end as reserves_top1_share_pct,
    case
        when totals.is_same_thing then round(totals.known_tonnes / nullif(totals.world_tonnes, 0), 1)
    end as reserves_years
from totals
-- at most one
left join holders
    on totals.mineral_id = holders.mineral_id and holders.place = 1
where totals.place = 1
