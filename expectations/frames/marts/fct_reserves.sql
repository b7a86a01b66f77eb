-- Reserves, each as years of its country's mining in the same edition, and each table as a whole.
-- A column is null where its question does not arise.
with mined as (

    select
        edition_id,
        mineral_id,
        stage,
        form,
        basis,
        country_id,
        max(quantity_tonnes) as tonnes_a_year
    from marts.fct_production
    where quantity_tonnes > 0
    group by edition_id, mineral_id, stage, form, basis, country_id

),

years as (

    select
        reserves.table_id,
        reserves.country_id,
        -- one row for a key, so that a key that stands twice is reported as that and not as a join
        max(reserves.quantity_tonnes) as quantity_tonnes,
        max(mined.tonnes_a_year) as tonnes_a_year
    from marts.fct_reserves as reserves
    inner join mined using (edition_id, mineral_id, stage, form, basis, country_id)
    where reserves.quantity_tonnes > 0
    group by all

),

tables as (

    select
        table_id,
        sum(quantity_tonnes) / sum(tonnes_a_year) as years_of_mining
    from years
    group by table_id
    having count(*) >= 3

),

sums as (

    select
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        edition_id,
        sum(quantity_tonnes) as tonnes
    from marts.fct_reserves
    where quantity_tonnes > 0
    group by source_id, mineral_id, stage, form, basis, edition_id

),

editions as (

    select
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        max(tonnes) / min(tonnes) as editions_apart_times
    from sums
    group by source_id, mineral_id, stage, form, basis
    having count(*) > 1

),

unknown as (

    select
        edition_id,
        100.0 * count(*) filter (quantity_tonnes is null) / count(*) as unknown_pct
    from marts.fct_reserves
    group by edition_id
    having count(*) >= 200

)

select
    reserves.*,
    years.quantity_tonnes / years.tonnes_a_year as years_of_mining,
    tables.years_of_mining as years_of_mining_in_table,
    editions.editions_apart_times,
    unknown.unknown_pct as unknown_in_edition_pct,
    reserves.quantity_tonnes / nullif(released.quantity_tonnes, 0) as times_last_release
from marts.fct_reserves as reserves
-- many to at most one, each
left join years using (table_id, country_id)
left join tables using (table_id)
left join editions using (source_id, mineral_id, stage, form, basis)
left join unknown using (edition_id)
left join previous.fct_reserves as released using (edition_id, mineral_id, stage, form, country_id, year)
