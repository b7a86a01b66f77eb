-- Prints of a figure, each with how far its whole pair of editions moved.
-- A column is null where its question does not arise.
with pairs as (

    select
        first_edition_id,
        second_edition_id,
        statistic,
        median(revision_score) as median_score
    from marts.fct_revision_history
    where revision_score is not null
    group by first_edition_id, second_edition_id, statistic
    having count(*) >= 50

)

select
    history.*,
    pairs.median_score as median_score_of_pair,
    case
        when
            history.mineral_id = 'antimony' and history.stage = 'mine' and history.form = 'all' and history.year = 2024
            and history.statistic = 'share' and history.subject_id = 'CHN' and history.source_id = 'usgs_mcs'
            and history.second_value is not null
            then cast(
                history.first_value between 57 and 58.5 and history.second_value between 33 and 34.5 as integer
            )
    end as is_known_revision
from marts.fct_revision_history as history
left join pairs using (first_edition_id, second_edition_id, statistic)
