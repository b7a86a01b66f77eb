with above as (

    select caps.*
    from {{ ref('fct_single_country_cap') }} as caps
    where caps.tonnes_to_cap > 0

),

-- who makes the same thing, has plants for it, or reserves of it: only what is weighed in the same way is compared
partners as (

    select
        above.*,
        production.country_id
    from above
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as production
        on above.table_id = production.table_id and above.top_country_id <> production.country_id

    union

    select
        above.*,
        capacity.country_id
    from above
    -- many rows: the countries of the table
    inner join {{ ref('fct_capacity') }} as capacity
        on above.table_id = capacity.table_id and above.top_country_id <> capacity.country_id

    union

    select
        above.*,
        reserves.country_id
    from above
    -- many rows: the countries with reserves
    inner join {{ ref('fct_reserves') }} as reserves
        on {{ same_stock('above', 'reserves') }} and above.top_country_id <> reserves.country_id

)

select
    partners.table_id,
    partners.edition_id,
    partners.source_id,
    partners.mineral_id,
    partners.stage,
    partners.form,
    partners.year,
    partners.measure,
    partners.top_country_id,
    partners.country_id as partner_country_id,
    partners.tonnes_to_cap,
    production.quantity_tonnes as output_tonnes,
    production.value_status as output_status,
    {{ round_pct('100 * production.quantity_tonnes / nullif(partners.tonnes_to_cap, 0)') }} as output_part_of_gap_pct,
    capacity.quantity_tonnes as capacity_tonnes,
    {{ none_below_zero('capacity.idle_tonnes') }} as spare_tonnes,
    {{ none_below_zero('capacity.idle_min_tonnes') }} as spare_min_tonnes,
    {{ none_below_zero('capacity.idle_max_tonnes') }} as spare_max_tonnes,
    {{ round_pct(
        '100 * ' ~ none_below_zero('capacity.idle_tonnes') ~ ' / nullif(partners.tonnes_to_cap, 0)'
    ) }} as spare_part_of_gap_pct,
    reserves.quantity_tonnes as reserves_tonnes,
    {{ round_pct('reserves.quantity_tonnes / nullif(partners.tonnes_to_cap, 0)') }} as reserves_years_of_gap,
    partners.is_latest_vintage,
    partners.known_from
from partners
-- one row at most each: the whole key
left join {{ ref('fct_production') }} as production
    on partners.table_id = production.table_id and partners.country_id = production.country_id
left join {{ ref('fct_capacity') }} as capacity
    on partners.table_id = capacity.table_id and partners.country_id = capacity.country_id
left join {{ ref('fct_reserves') }} as reserves
    on {{ same_stock('partners', 'reserves') }} and partners.country_id = reserves.country_id
where {{ is_a_country('partners.country_id') }}
