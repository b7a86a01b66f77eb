with above as (

    select
        edition_id,
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        year,
        top_country_id,
        tonnes_to_cap,
        is_latest_vintage,
        known_from
    from {{ ref('fct_single_country_cap') }}
    where tonnes_to_cap > 0

),

-- reserves are what a mine draws on; only the same thing weighed in the same way is compared
reserves as (

    select
        edition_id,
        mineral_id,
        'mine' as stage,
        form,
        basis,
        country_id,
        quantity_tonnes
    from {{ ref('fct_reserves') }}
    where {{ is_a_country('country_id') }}

),

partners as (

    select
        above.edition_id,
        above.mineral_id,
        above.stage,
        above.form,
        above.year,
        production.country_id
    from above
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as production
        on {{ same_table_year('above', 'production') }}
    where production.country_id <> above.top_country_id and {{ is_a_country('production.country_id') }}

    union

    select
        above.edition_id,
        above.mineral_id,
        above.stage,
        above.form,
        above.year,
        reserves.country_id
    from above
    -- many rows: the countries with reserves
    inner join reserves
        on
            above.edition_id = reserves.edition_id
            and above.mineral_id = reserves.mineral_id
            and above.stage = reserves.stage
            and above.form = reserves.form
            and above.basis = reserves.basis
            and above.top_country_id <> reserves.country_id

)

select
    above.edition_id,
    above.source_id,
    above.mineral_id,
    above.stage,
    above.form,
    cast(above.year as integer) as year,
    'world_production' as measure,
    above.top_country_id,
    partners.country_id as partner_country_id,
    above.tonnes_to_cap,
    production.quantity_tonnes as output_tonnes,
    production.value_status as output_status,
    {{ round_pct('100 * production.quantity_tonnes / nullif(above.tonnes_to_cap, 0)') }} as output_part_of_gap_pct,
    reserves.quantity_tonnes as reserves_tonnes,
    {{ round_pct('reserves.quantity_tonnes / nullif(above.tonnes_to_cap, 0)') }} as reserves_years_of_gap,
    above.is_latest_vintage,
    above.known_from
from above
-- many rows: the partners
inner join partners
    on {{ same_table_year('above', 'partners') }}
-- one row at most: the whole key
left join {{ ref('fct_production') }} as production
    on {{ same_table_year('partners', 'production') }} and partners.country_id = production.country_id
-- one row at most: the whole key
left join reserves
    on
        partners.edition_id = reserves.edition_id
        and partners.mineral_id = reserves.mineral_id
        and partners.stage = reserves.stage
        and partners.form = reserves.form
        and partners.country_id = reserves.country_id
        and above.basis = reserves.basis
