
  
    
        create table intermediate.int_revision_quantile
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, statistic, class of row and level: how far first prints moved, as that edition could know it.

The printed bounds say what the text of one edition allows. They do not say what the publisher will print a year later,
when its estimates have become reports. A **revision interval** does: made of how first prints of the past became second
prints, 80 or 90 of a hundred next prints are expected inside.

* **Rows.** A year that an edition prints for the first time, as its newest. No edition held prints a year three times,
  so a second print has no interval, and a source with one edition has none.
* **Score.** How far the second print lies from the first: | logit(second) − logit(first) | for a share, logit(s) =
  ln(s / (100 − s)) with s kept between 0.05 and 99.95; | ln(second / first) | for quantities, worlds and HHI. A figure that
  became zero scores 99. A figure that the second edition no longer prints has no score; `fct_revision_backtest` counts it.
* **Class**, from the first print alone: leader with half of the world or more, other leaders, countries with 5% or more,
  with 1% or more, the rest, quantities without a share; the worlds; the indices. Nearly all first prints are marked as
  estimated, so that the mark is no class.
* **Quantile** (split conformal). Of the n scores of a class from G tables, all known when the edition came out, the one in
  place n · ⌈(G + 1) · level⌉ / G, rounded up. Rows of one table move together, so the correction counts tables. The largest
  of the quantiles of all pairs of editions together and of each pair with 20 tables or more counts, because years
  differ. A class with fewer than 20 tables has no interval.
* **Interval.** The first print moved down and up by the quantile on its scale.

Neither band stands for the other. The printed bounds are limits of one edition and may be wider where much is withheld, or
narrower, as they mostly are; the interval is where the next number is expected, nine times of ten, and is counted in
the publisher\'s world. A verdict needs both: `firmness`.

*Example.* The edition of 2025 printed antimony for 2024 first; China had 57.7% of it, between 56.7 and 60.0% by the printed
text: a leader with half of the world or more. That edition knew 67 such scores from 67 tables; the 62nd (⌈68 · 0.9⌉) is 0.384.
The worst pair, 2024 to 2025, has 31: its 29th (⌈32 · 0.9⌉) is 0.398, the larger, and counts. logit(57.7) = 0.311; moved
down and up by 0.398 it is 47.8 and 67.0%: soft, because 60% lies between. A year later the same year was printed with 33.6%:
one of the misses that the backtest counts.

The method is frozen: version and date, the pairs it was chosen on and how often the pair of the test was looked at are in the
register `revision_methods`, and what it was worth is in `fct_revision_backtest`.'
      

      as
      -- How far first prints moved until the second, by class of row, as each edition could know it: what a later first print
-- is held to. Split conformal: the smallest score that at least (tables + 1) · level of the tables reach.
with scores as (
    select
        history.statistic,
        history.revision_class,
        history.revision_score,
        history.first_table_id,
        history.first_edition_id || ' to ' || history.second_edition_id as edition_pair,
        knowing.edition_id
    from marts.fct_revision_history as history
    inner join core.core_edition as printing on history.second_edition_id = printing.edition_id
    -- many to many on purpose: each revision to every edition of the source that could know it
    inner join core.core_edition as knowing
        on history.source_id = knowing.source_id and printing.edition_order <= knowing.edition_order
    where history.revision_score is not null
),

pools as (
    select
        scores.*,
        'all' as pool
    from scores
    union all
    select
        scores.*,
        scores.edition_pair as pool
    from scores
),

ranked as (
    select
        pools.*,
        row_number() over (
            partition by edition_id, statistic, revision_class, pool
            order by revision_score asc nulls last
        ) as place
    from pools
),

sizes as (
    select
        edition_id,
        statistic,
        revision_class,
        pool,
        count(*) as pair_count,
        count(distinct first_table_id) as table_count
    from pools
    group by edition_id, statistic, revision_class, pool
),

quantiles as (
    select
        sizes.edition_id,
        sizes.statistic,
        sizes.revision_class,
        sizes.pool,
        80 as level_pct,
        min(ranked.revision_score) as score
    from ranked
    -- many to one
    inner join sizes
        on
            ranked.edition_id = sizes.edition_id
            and ranked.statistic = sizes.statistic
            and ranked.revision_class = sizes.revision_class
            and ranked.pool = sizes.pool
    where
        sizes.table_count >= 20
        and ranked.place * sizes.table_count >= sizes.pair_count * ceil((sizes.table_count + 1) * 80 / 100.0)
    group by sizes.edition_id, sizes.statistic, sizes.revision_class, sizes.pool
    union all
    select
        sizes.edition_id,
        sizes.statistic,
        sizes.revision_class,
        sizes.pool,
        90 as level_pct,
        min(ranked.revision_score) as score
    from ranked
    -- many to one
    inner join sizes
        on
            ranked.edition_id = sizes.edition_id
            and ranked.statistic = sizes.statistic
            and ranked.revision_class = sizes.revision_class
            and ranked.pool = sizes.pool
    where
        sizes.table_count >= 20
        and ranked.place * sizes.table_count >= sizes.pair_count * ceil((sizes.table_count + 1) * 90 / 100.0)
    group by sizes.edition_id, sizes.statistic, sizes.revision_class, sizes.pool
    
    ),

known_pairs as (
    select
        edition_id,
        statistic,
        revision_class,
        
array_join(
    transform(array_sort(collect_list(struct(pool, pool as joined))), x -> x.joined), '; '
) as calibrated_on
    from sizes
    where pool <> 'all'
    group by edition_id, statistic, revision_class
)

-- the pairs together, and the worst of those that are large enough to speak for themselves
select
    quantiles.edition_id,
    quantiles.statistic,
    quantiles.revision_class,
    quantiles.level_pct,
    max(quantiles.score) as score_quantile,
    max(case when quantiles.pool = 'all' then sizes.pair_count end) as calibration_pairs,
    max(case when quantiles.pool = 'all' then sizes.table_count end) as calibration_tables,
    max(known_pairs.calibrated_on) as calibrated_on
from quantiles
-- one to one
inner join sizes
    on
        quantiles.edition_id = sizes.edition_id
        and quantiles.statistic = sizes.statistic
        and quantiles.revision_class = sizes.revision_class
        and quantiles.pool = sizes.pool
-- many to one
inner join known_pairs
    on
        quantiles.edition_id = known_pairs.edition_id
        and quantiles.statistic = known_pairs.statistic
        and quantiles.revision_class = known_pairs.revision_class
group by quantiles.edition_id, quantiles.statistic, quantiles.revision_class, quantiles.level_pct
  