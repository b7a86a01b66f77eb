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