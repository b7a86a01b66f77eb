-- Scores as numbers, and how many countries their year covers.
with years as (

    select
        edition_id,
        year,
        count(*) as countries_in_year
    from raw.wgi_scores
    group by edition_id, year

)

select
    scores.*,
    cast(scores.va is not null and try_cast(scores.va as double) is null as integer)
    + cast(scores.pv is not null and try_cast(scores.pv as double) is null as integer)
    + cast(scores.ge is not null and try_cast(scores.ge as double) is null as integer)
    + cast(scores.rq is not null and try_cast(scores.rq as double) is null as integer)
    + cast(scores.rl is not null and try_cast(scores.rl as double) is null as integer)
    + cast(scores.cc is not null and try_cast(scores.cc as double) is null as integer) as unreadable_scores,
    try_cast(scores.va as double) as voice_and_accountability,
    try_cast(scores.pv as double) as political_stability,
    try_cast(scores.ge as double) as government_effectiveness,
    try_cast(scores.rq as double) as regulatory_quality,
    try_cast(scores.rl as double) as rule_of_law,
    try_cast(scores.cc as double) as control_of_corruption,
    years.countries_in_year
from raw.wgi_scores as scores
inner join years using (edition_id, year)
