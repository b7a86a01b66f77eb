-- A country's share of the world's reserves, with the bounds that the printed figures allow.
with worlds as (

    select
        edition_id,
        mineral_id,
        form,
        quantity_tonnes,
        quantity_min_tonnes,
        quantity_max_tonnes
    from {{ ref('core_cell') }}
    where destination = 'fct_stock_total' and counts_as = 'reserves'

),

quantities as (

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
        reserves.quantity_tonnes,
        coalesce(reserves.quantity_min_tonnes, 0.0) as low_tonnes,
        reserves.quantity_max_tonnes as high_tonnes,
        worlds.quantity_min_tonnes as world_low_tonnes,
        worlds.quantity_max_tonnes as world_high_tonnes,
        greatest(
            -- a total of `more than` counts with its number, as it does for production
            coalesce(worlds.quantity_tonnes, worlds.quantity_min_tonnes),
            sum(reserves.quantity_tonnes) over (partition by reserves.edition_id, reserves.mineral_id, reserves.form)
        ) as world_tonnes,
        sum(reserves.quantity_min_tonnes) over (
            partition by reserves.edition_id, reserves.mineral_id, reserves.form
        ) as all_low_tonnes,
        sum(reserves.quantity_max_tonnes) over (
            partition by reserves.edition_id, reserves.mineral_id, reserves.form
        ) as all_high_tonnes
    from {{ ref('fct_reserves') }} as reserves
    -- at most one printed total
    left join worlds
        on
            reserves.edition_id = worlds.edition_id
            and reserves.mineral_id = worlds.mineral_id
            and reserves.form = worlds.form

)

select
    quantities.edition_id,
    quantities.source_id,
    quantities.mineral_id,
    quantities.stage,
    quantities.form,
    quantities.country_id,
    quantities.value_status,
    quantities.source_file_id,
    quantities.source_row,
    editions.known_from,
    editions.reserve_year as year,
    -- without a total there is no world to divide by
    case
        when quantities.world_low_tonnes is not null
            then {{ round_pct('100 * quantities.quantity_tonnes / nullif(quantities.world_tonnes, 0)') }}
    end as share_pct,
    case
        when quantities.world_high_tonnes is null then 0.0
        else {{ round_pct(
            '100 * quantities.low_tonnes / nullif(greatest(quantities.world_high_tonnes, '
            ~ 'quantities.low_tonnes + quantities.all_high_tonnes - coalesce(quantities.high_tonnes, 0)), 0)'
        ) }}
    end as share_min_pct,
    case
        when quantities.high_tonnes is null then 100.0
        else {{ round_pct(
            'least(100, 100 * quantities.high_tonnes / nullif(greatest(coalesce(quantities.world_low_tonnes, 0), '
            ~ 'quantities.high_tonnes + quantities.all_low_tonnes - quantities.low_tonnes), 0))'
        ) }}
    end as share_max_pct
from quantities
-- many rows to one edition
inner join (
    select
        seed.edition_id,
        seed.reserve_year,
        {{ known_from('seed') }} as known_from
    from {{ ref('core_edition') }} as seed
) as editions
    on quantities.edition_id = editions.edition_id
