-- Printed totals of reserves and capacity, each beside its own rows and the last release.
-- A column is null where its question does not arise.
with stocks as (

    select
        'reserves' as statistic,
        edition_id,
        mineral_id,
        stage,
        form,
        year,
        quantity_min_tonnes,
        quantity_max_tonnes
    from marts.fct_reserves
    union all
    select
        'capacity' as statistic,
        edition_id,
        mineral_id,
        stage,
        form,
        year,
        quantity_min_tonnes,
        quantity_max_tonnes
    from marts.fct_capacity

),

listed as (

    select
        statistic,
        edition_id,
        mineral_id,
        stage,
        form,
        year,
        sum(coalesce(quantity_min_tonnes, 0)) as low_tonnes,
        sum(quantity_max_tonnes) as high_tonnes,
        count(*) filter (quantity_max_tonnes is null) as open_rows
    from stocks
    group by statistic, edition_id, mineral_id, stage, form, year

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
        when listed.edition_id is not null and totals.printed_min_tonnes is not null then 0
    end as rows_beyond_total_pct,
    editions.editions_apart_times,
    totals.printed_tonnes / nullif(released.printed_tonnes, 0) as times_last_release
from marts.fct_stock_total as totals
-- many to at most one, each
left join listed
    on
        totals.statistic = listed.statistic
        and totals.edition_id = listed.edition_id
        and totals.mineral_id = listed.mineral_id
        and totals.stage = listed.stage
        and totals.form = listed.form
        and totals.year = listed.year
left join editions
    on
        totals.source_id = editions.source_id
        and totals.statistic = editions.statistic
        and totals.mineral_id = editions.mineral_id
        and totals.stage = editions.stage
        and totals.form = editions.form
        and totals.basis = editions.basis
left join previous.fct_stock_total as released
    on
        totals.statistic = released.statistic
        and totals.edition_id = released.edition_id
        and totals.mineral_id = released.mineral_id
        and totals.stage = released.stage
        and totals.form = released.form
        and totals.year = released.year
