-- Coverage against what the intervals were made for, and whether every edition with intervals was tried.
-- A column is null where its question does not arise.
with tried as (

    select distinct from_edition_id
    from marts.fct_revision_backtest

),

missing as (

    select count(*) as editions
    from (
        select distinct edition_id
        from marts.fct_revision_interval
        where not is_latest_vintage
    ) as with_intervals
    where edition_id not in (select tried.from_edition_id from tried)

)

select
    backtest.*,
    case
        when backtest.statistic <> 'cap_verdict'
            then backtest.level_pct - greatest(backtest.covered_pct + 3, backtest.covered_max_pct)
    end as short_by_points,
    case
        when
            backtest.statistic = 'cap_verdict' and backtest.revision_class = 'firm' and backtest.pairs >= 20
            then 100 - backtest.covered_pct
    end as firm_missed_pct,
    cast(missing.editions = 0 as integer) as newest_pair_is_tried
from marts.fct_revision_backtest as backtest
-- one line for all
cross join missing
