-- Printed totals, each beside its own rows, the year before, other editions, other sources and the last
-- release. A column is null where its question does not arise.
with listed as (

    select
        table_id,
        sum(coalesce(quantity_min_tonnes, 0)) as low_tonnes,
        sum(quantity_max_tonnes) as high_tonnes,
        count(*) filter (quantity_max_tonnes is null) as open_rows
    from marts.fct_production
    group by table_id

),

editions as (

    select
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        year,
        max(printed_tonnes) / nullif(min(printed_tonnes), 0) as editions_apart_times
    from marts.fct_world_total
    group by source_id, mineral_id, stage, form, basis, year
    having count(printed_tonnes) > 1

),

worlds as (

    select
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        year,
        coalesce(printed_tonnes, summed_tonnes) as world_tonnes
    from marts.fct_world_total
    where is_latest_vintage

    union all

    -- a source that prints no totals has the sums of its countries
    select
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        year,
        world_tonnes
    from marts.fct_concentration
    where is_latest_vintage

),

sources as (

    select
        mineral_id,
        stage,
        form,
        basis,
        year,
        max(world_tonnes) / nullif(min(world_tonnes), 0) as sources_apart_times
    from worlds
    where world_tonnes is not null
    group by mineral_id, stage, form, basis, year
    having count(distinct source_id) > 1

)

select
    totals.*,
    -- above nought: the rows say more than the total can mean; below: less, though every row is known
    case
        when listed.low_tonnes > totals.printed_max_tonnes
            then 100 * (listed.low_tonnes / totals.printed_max_tonnes - 1)
        when listed.open_rows = 0 and listed.high_tonnes < totals.printed_min_tonnes
            then 100 * (listed.high_tonnes / totals.printed_min_tonnes - 1)
        when listed.table_id is not null and totals.printed_min_tonnes is not null then 0
    end as rows_beyond_total_pct,
    totals.printed_tonnes / nullif(
        lag(totals.printed_tonnes) over (
            partition by totals.edition_id, totals.mineral_id, totals.stage, totals.form
            order by totals.year
        ), 0
    ) as times_year_before,
    editions.editions_apart_times,
    sources.sources_apart_times,
    totals.printed_tonnes / nullif(released.printed_tonnes, 0) as times_last_release
from marts.fct_world_total as totals
-- many to at most one, each
left join listed using (table_id)
left join editions using (source_id, mineral_id, stage, form, basis, year)
left join sources using (mineral_id, stage, form, basis, year)
left join previous.fct_world_total as released using (edition_id, mineral_id, stage, form, year)
