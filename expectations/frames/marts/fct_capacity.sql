-- Capacity, each beside what its country made in the same edition and year, and each table as a whole.
-- A column is null where its question does not arise.
with used as (

    select
        capacity.edition_id,
        capacity.mineral_id,
        capacity.stage,
        capacity.form,
        capacity.country_id,
        capacity.year,
        -- one row for a key, so that a key that stands twice is told as that and not as a join
        max(capacity.quantity_tonnes) as capacity_tonnes,
        max(production.quantity_tonnes) as made_tonnes
    from marts.fct_capacity as capacity
    inner join marts.fct_production as production
        on
            capacity.edition_id = production.edition_id
            and capacity.mineral_id = production.mineral_id
            and capacity.stage = production.stage
            and capacity.form = production.form
            and capacity.basis = production.basis
            and capacity.country_id = production.country_id
            and capacity.year = production.year
    where capacity.quantity_tonnes > 0 and production.quantity_tonnes is not null
    group by all

),

tables as (

    select
        edition_id,
        mineral_id,
        stage,
        form,
        year,
        100 * sum(made_tonnes) / sum(capacity_tonnes) as used_pct
    from used
    group by edition_id, mineral_id, stage, form, year

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
left join used
    on
        capacity.edition_id = used.edition_id
        and capacity.mineral_id = used.mineral_id
        and capacity.stage = used.stage
        and capacity.form = used.form
        and capacity.country_id = used.country_id
        and capacity.year = used.year
left join tables
    on
        capacity.edition_id = tables.edition_id
        and capacity.mineral_id = tables.mineral_id
        and capacity.stage = tables.stage
        and capacity.form = tables.form
        and capacity.year = tables.year
left join editions
    on
        capacity.source_id = editions.source_id
        and capacity.mineral_id = editions.mineral_id
        and capacity.stage = editions.stage
        and capacity.form = editions.form
        and capacity.basis = editions.basis
left join previous.fct_capacity as released
    on
        capacity.edition_id = released.edition_id
        and capacity.mineral_id = released.mineral_id
        and capacity.stage = released.stage
        and capacity.form = released.form
        and capacity.country_id = released.country_id
        and capacity.year = released.year
