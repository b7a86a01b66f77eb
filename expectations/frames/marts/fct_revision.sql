-- Figures in two editions, each with what became of its whole table and of the whole pair of editions.
-- A column is null where its question does not arise.
with tables as (

    select
        from_edition_id,
        to_edition_id,
        mineral_id,
        stage,
        form,
        year,
        median(to_tonnes / from_tonnes) as median_times
    from marts.fct_revision
    where from_tonnes > 0 and to_tonnes > 0
    group by from_edition_id, to_edition_id, mineral_id, stage, form, year
    having count(*) >= 3

),

pairs as (

    select
        from_edition_id,
        to_edition_id,
        100.0 * count(*) filter (revision_kind = 'row_dropped') / count(*) as dropped_pct,
        100.0 * count(*) filter (revision_kind = 'became_unknown') / count(*) as lost_pct,
        100.0 * count(*) filter (is_beyond_rounding) / count(*) as changed_pct
    from marts.fct_revision
    group by from_edition_id, to_edition_id
    having count(*) >= 200

)

select
    revisions.*,
    case when revisions.to_tonnes > 0 then revisions.to_tonnes / nullif(revisions.from_tonnes, 0) end as times_older,
    tables.median_times as times_older_in_table,
    pairs.dropped_pct as dropped_in_pair_pct,
    pairs.lost_pct as lost_in_pair_pct,
    pairs.changed_pct as changed_in_pair_pct,
    date_diff('day', older.published_on, newer.published_on) as days_between_editions
from marts.fct_revision as revisions
-- many to one, then many to at most one
inner join marts.dim_edition as older on revisions.from_edition_id = older.edition_id
inner join marts.dim_edition as newer on revisions.to_edition_id = newer.edition_id
left join tables using (from_edition_id, to_edition_id, mineral_id, stage, form, year)
left join pairs using (from_edition_id, to_edition_id)
