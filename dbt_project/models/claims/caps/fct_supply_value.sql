-- What world output and the gap to the cap are worth, at each price of the same form.
with tables as (

    select
        caps.*,
        worlds.world_min_tonnes,
        worlds.world_max_tonnes
    from {{ ref('fct_single_country_cap') }} as caps
    -- one to one
    inner join {{ ref('core_production_table') }} as worlds on caps.table_id = worlds.table_id
    where caps.is_latest_vintage

),

printed as (

    select distinct mineral_id
    from {{ ref('fct_price') }}

),

prices as (

    select *
    from {{ ref('fct_price') }}
    where is_latest_vintage

),

priced as (

    select
        tables.*,
        same_form.price_form,
        same_form.price_market,
        same_form.units_per_tonne,
        prices.edition_id as price_edition_id,
        prices.unit as price_unit,
        prices.value_as_printed as price_as_printed,
        prices.unit_as_printed as price_unit_as_printed,
        prices.source_file_id as price_source_file_id,
        prices.source_row as price_source_row,
        prices.value * same_form.units_per_tonne as usd_per_tonne,
        prices.value_min * same_form.units_per_tonne as usd_per_tonne_min,
        prices.value_max * same_form.units_per_tonne as usd_per_tonne_max,
        case
            when printed.mineral_id is null then 'no_price_printed'
            when same_form.price_form is null then 'no_price_of_this_form'
            when prices.edition_id is null then 'no_price_of_this_year'
            when prices.value is null then 'price_unknown'
            when tables.world_tonnes is null then 'world_unknown'
        end as value_unknown_because
    from tables
    left join printed on tables.mineral_id = printed.mineral_id
    -- a row for each price of the same form
    left join {{ ref('price_tables') }} as same_form
        on
            tables.mineral_id = same_form.mineral_id
            and tables.stage = same_form.stage
            and tables.form = same_form.form
    -- at most one price of a form and year
    left join prices
        on
            same_form.mineral_id = prices.mineral_id
            and same_form.price_form = prices.form
            and tables.year = prices.year

)

select
    table_id,
    edition_id,
    source_id,
    mineral_id,
    stage,
    form,
    year,
    coalesce(price_form, 'none') as price_form,
    price_market,
    price_edition_id,
    price_as_printed,
    price_unit_as_printed,
    units_per_tonne,
    {{ round_tonnes('usd_per_tonne') }} as usd_per_tonne,
    {{ round_tonnes('usd_per_tonne_min') }} as usd_per_tonne_min,
    {{ round_tonnes('usd_per_tonne_max') }} as usd_per_tonne_max,
    world_tonnes,
    {{ round_usd('world_tonnes * usd_per_tonne') }} as world_usd,
    {{ round_usd('world_min_tonnes * usd_per_tonne_min') }} as world_min_usd,
    {{ round_usd('world_max_tonnes * usd_per_tonne_max') }} as world_max_usd,
    tonnes_to_cap,
    {{ round_usd('tonnes_to_cap * usd_per_tonne') }} as gap_usd,
    {{ round_usd('tonnes_to_cap_min * usd_per_tonne_min') }} as gap_min_usd,
    {{ round_usd('tonnes_to_cap_max * usd_per_tonne_max') }} as gap_max_usd,
    value_unknown_because,
    price_source_file_id,
    price_source_row
from priced
