-- Capacity, each beside what its country made in the same edition and year, and each table as a whole.
-- A column is null where its question does not arise.
with used as (

    select
        capacity.table_id,
        capacity.country_id,
        -- one row for a key, so that a key that stands twice is reported as that and not as a join
        max(capacity.quantity_tonnes) as capacity_tonnes,
        max(production.quantity_tonnes) as made_tonnes
    from marts.fct_capacity as capacity
    inner join marts.fct_production as production using (table_id, basis, country_id)
    where capacity.quantity_tonnes > 0 and production.quantity_tonnes is not null
    group by all

),

tables as (

    select
        table_id,
        100 * sum(made_tonnes) / sum(capacity_tonnes) as used_pct
    from used
    group by table_id

),

sums as (

    select
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        edition_id,
        year,
        sum(quantity_tonnes) as tonnes
    from marts.fct_capacity
    where quantity_tonnes > 0
    group by source_id, mineral_id, stage, form, basis, edition_id, year

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

)

select
    capacity.*,
    100 * used.made_tonnes / used.capacity_tonnes as used_pct,
    tables.used_pct as used_in_table_pct,
    editions.editions_apart_times,
    capacity.quantity_tonnes / nullif(released.quantity_tonnes, 0) as times_last_release
from marts.fct_capacity as capacity
-- many to at most one, each
left join used using (table_id, country_id)
left join tables using (table_id)
left join editions using (source_id, mineral_id, stage, form, basis)
left join previous.fct_capacity as released using (edition_id, mineral_id, stage, form, country_id, year)
