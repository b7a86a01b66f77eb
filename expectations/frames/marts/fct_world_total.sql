-- World totals beside the year before, the edition before, the other source and the last release.
-- Each ratio is null where there is nothing to compare with.
with totals as (

    select
        *,
        lag(printed_tonnes) over (
            partition by release_id, mineral_id, stage, form, basis
            order by year
        ) as year_before,
        lag(printed_tonnes) over (
            partition by source_id, mineral_id, stage, form, basis, year
            order by release_id
        ) as edition_before
    from marts.fct_world_total

),

others as (

    select
        mineral_id,
        stage,
        form,
        basis,
        year,
        source_id,
        max(coalesce(printed_tonnes, summed_tonnes)) as world_tonnes
    from marts.fct_world_total
    where is_latest_vintage
    group by mineral_id, stage, form, basis, year, source_id

),

beside as (

    select
        totals.release_id,
        totals.mineral_id,
        totals.stage,
        totals.form,
        totals.year,
        max(others.world_tonnes) as other_source_tonnes
    from totals
    inner join others
        on
            totals.mineral_id = others.mineral_id
            and totals.stage = others.stage
            and totals.form = others.form
            and totals.basis = others.basis
            and totals.year = others.year
            and totals.source_id <> others.source_id
    group by totals.release_id, totals.mineral_id, totals.stage, totals.form, totals.year

)

select
    totals.* exclude (year_before, edition_before),
    totals.printed_tonnes / nullif(totals.year_before, 0) as to_year_before,
    totals.printed_tonnes / nullif(totals.edition_before, 0) as to_edition_before,
    totals.printed_tonnes / nullif(beside.other_source_tonnes, 0) as to_other_source,
    totals.printed_tonnes / nullif(released.printed_tonnes, 0) as to_last_release
from totals
-- one row at most each: the whole key
left join beside
    on
        totals.release_id = beside.release_id
        and totals.mineral_id = beside.mineral_id
        and totals.stage = beside.stage
        and totals.form = beside.form
        and totals.year = beside.year
left join previous.fct_world_total as released
    on
        totals.release_id = released.release_id
        and totals.mineral_id = released.mineral_id
        and totals.stage = released.stage
        and totals.form = released.form
        and totals.year = released.year
