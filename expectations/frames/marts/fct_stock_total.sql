-- Printed totals of reserves and capacity, each beside its own rows and the last release.
-- A column is null where its question does not arise.
with stocks as (

    select
        'reserves' as statistic,
        table_id,
        quantity_min_tonnes,
        quantity_max_tonnes
    from marts.fct_reserves
    union all
    select
        'capacity' as statistic,
        table_id,
        quantity_min_tonnes,
        quantity_max_tonnes
    from marts.fct_capacity

),

listed as (

    select
        statistic,
        table_id,
        sum(coalesce(quantity_min_tonnes, 0)) as low_tonnes,
        sum(quantity_max_tonnes) as high_tonnes,
        count(*) filter (quantity_max_tonnes is null) as open_rows
    from stocks
    group by statistic, table_id

),

editions as (

    select
        source_id,
        statistic,
        mineral_id,
        stage,
        form,
        basis,
        max(printed_tonnes) / nullif(min(printed_tonnes), 0) as editions_apart_times
    from marts.fct_stock_total
    group by source_id, statistic, mineral_id, stage, form, basis
    having count(printed_tonnes) > 1

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
    editions.editions_apart_times,
    totals.printed_tonnes / nullif(released.printed_tonnes, 0) as times_last_release
from marts.fct_stock_total as totals
-- many to at most one, each
left join listed using (statistic, table_id)
left join editions using (source_id, statistic, mineral_id, stage, form, basis)
left join previous.fct_stock_total as released using (statistic, edition_id, mineral_id, stage, form, year)
