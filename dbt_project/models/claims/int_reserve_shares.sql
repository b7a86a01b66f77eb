-- A country's share of the world's reserves, with the bounds that the printed figures allow.
with reserves as (

    select
        reserves.*,
        coalesce(reserves.quantity_min_tonnes, 0.0) as low_tonnes,
        reserves.quantity_max_tonnes as high_tonnes,
        worlds.quantity_min_tonnes as world_low_tonnes,
        worlds.quantity_max_tonnes as world_high_tonnes,
        greatest(
            -- a total of `more than` counts with its number, as it does for production
            coalesce(worlds.quantity_tonnes, worlds.quantity_min_tonnes),
            sum(reserves.quantity_tonnes) over (partition by reserves.table_id)
        ) as world_tonnes,
        sum(reserves.quantity_min_tonnes) over (partition by reserves.table_id) as all_low_tonnes,
        sum(reserves.quantity_max_tonnes) over (partition by reserves.table_id) as all_high_tonnes
    from {{ ref('fct_reserves') }} as reserves
    -- at most one printed total
    left join {{ ref('core_cell') }} as worlds
        on
            reserves.table_id = worlds.table_id
            and worlds.destination = 'fct_stock_total'
            and worlds.counts_as = 'reserves'

)

select
    reserves.edition_id,
    reserves.source_id,
    reserves.mineral_id,
    reserves.stage,
    reserves.form,
    reserves.country_id,
    reserves.value_status,
    reserves.source_file_id,
    reserves.source_row,
    {{ known_from('editions') }} as known_from,
    editions.edition_order,
    editions.reserve_year as year,
    -- without a total there is no world to divide by
    case
        when reserves.world_low_tonnes is not null
            then {{ round_pct('100 * reserves.quantity_tonnes / nullif(reserves.world_tonnes, 0)') }}
    end as share_pct,
    case
        when reserves.world_high_tonnes is null then 0.0
        else {{ round_pct(
            '100 * reserves.low_tonnes / nullif(greatest(reserves.world_high_tonnes, '
            ~ 'reserves.low_tonnes + reserves.all_high_tonnes - coalesce(reserves.high_tonnes, 0)), 0)'
        ) }}
    end as share_min_pct,
    case
        when reserves.high_tonnes is null then 100.0
        else {{ round_pct(
            'least(100, 100 * reserves.high_tonnes / nullif(greatest(coalesce(reserves.world_low_tonnes, 0), '
            ~ 'reserves.high_tonnes + reserves.all_low_tonnes - reserves.low_tonnes), 0))'
        ) }}
    end as share_max_pct
from reserves
-- many rows to one edition
inner join {{ ref('core_edition') }} as editions on reserves.edition_id = editions.edition_id
