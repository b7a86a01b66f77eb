-- The governance score of each country that was the latest known in each production year, as the newest
-- edition that scores the year prints it.
with scores as (
    select
        case when codes.code is null then scores.country_id else codes.country_id end as country_id,
        scores.year as wgi_year,
        scores.governance_score as governance_mean,
        editions.edition_order
    from {{ ref('stg_wgi__scores') }} as scores
    -- many scores to one edition
    inner join {{ ref('core_edition') }} as editions on scores.edition_id = editions.edition_id
    -- at most one row for each code
    left join {{ ref('country_codes') }} as codes on scores.country_id = codes.code
    where scores.governance_score is not null and (codes.code is null or codes.country_id is not null)
),

production_years as (
    select distinct year from {{ ref('core_cell') }}
    where destination = 'fct_production'
),

candidates as (
    select
        scores.country_id,
        production_years.year,
        scores.wgi_year,
        scores.governance_mean,
        row_number() over (
            partition by scores.country_id, production_years.year
            order by scores.wgi_year desc nulls last, scores.edition_order desc
        ) as recency
    from scores
    -- many to many on purpose: every score that was out by then
    inner join production_years on scores.wgi_year <= production_years.year
)

select
    country_id,
    year,
    wgi_year,
    governance_mean
from candidates
where recency = 1
