-- Intervals at 90% beside those at 80%, and how many leaders of an edition have one.
-- A column is null where its question does not arise.
with leaders as (

    select
        printed.edition_id,
        100.0 * count(intervals.table_id) / count(*) as with_interval_pct
    from marts.fct_concentration as printed
    left join marts.fct_revision_interval as intervals
        on
            printed.table_id = intervals.table_id
            and printed.top1_country_id = intervals.subject_id
            and intervals.statistic = 'share'
            and intervals.level_pct = 90
    where
        printed.hhi is not null
        and printed.table_id in (
            select history.first_table_id
            from marts.fct_revision_history as history
            where history.statistic = 'hhi'
        )
    group by printed.edition_id
    having count(*) >= 20

)

select
    intervals.*,
    case when intervals.statistic = 'quantity' then intervals.interval_max / intervals.first_value end as times_first,
    case
        when narrower.table_id is not null
            then least(
                narrower.interval_min - intervals.interval_min, intervals.interval_max - narrower.interval_max
            )
    end as wider_than_80,
    leaders.with_interval_pct as leaders_with_interval_pct
from marts.fct_revision_interval as intervals
-- at most one of each
left join leaders using (edition_id)
left join marts.fct_revision_interval as narrower
    on
        intervals.level_pct = 90
        and narrower.level_pct = 80
        and intervals.table_id = narrower.table_id
        and intervals.statistic = narrower.statistic
        and intervals.subject_id = narrower.subject_id
