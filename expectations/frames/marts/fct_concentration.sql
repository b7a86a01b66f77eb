-- Indices, each with what the world knows of its market, other sources and the last release.
-- A column is null where its question does not arise.
with known_markets (mineral_id, stage, form, least_hhi, most_hhi) as (

    -- Markets that nobody mistakes: one country digs nearly all of it, or many dig it.
    values
    ('copper', 'mine', 'all', 500, 1800),
    ('cobalt', 'mine', 'all', 3000, 8500),
    ('gallium', 'refinery', 'all', 8000, 10000),
    ('gold', 'mine', 'all', 200, 1000),
    ('magnesium', 'smelter', 'all', 5500, 9500),
    ('niobium', 'mine', 'all', 6500, 10000),
    ('platinum', 'mine', 'all', 3500, 7500),
    ('rare_earths', 'mine', 'all', 2500, 8500),
    ('salt', 'mine', 'all', 500, 1800),
    ('silver', 'mine', 'all', 600, 2000),
    ('tungsten', 'mine', 'all', 4500, 8500),
    ('uranium', 'mine', 'all', 1500, 4000),
    ('zinc', 'mine', 'all', 800, 2200)

),

sources as (

    select
        mineral_id,
        stage,
        form,
        basis,
        year,
        100 * (max(hhi) / nullif(min(hhi), 0) - 1) as sources_apart_pct,
        count(distinct top1_country_id) as leaders
    from marts.fct_concentration
    -- a model stands beside what was counted, and what was counted not beside it
    where is_latest_vintage and hhi is not null and source_id <> 'iea'
    group by mineral_id, stage, form, basis, year
    having count(distinct source_id) > 1

),

modelled as (

    select
        models.table_id,
        100 * (
            greatest(max(counted.hhi), models.hhi) / nullif(least(min(counted.hhi), models.hhi), 0) - 1
        ) as sources_apart_pct,
        case
            when count(*) = count(*) filter (counted.top1_country_id = models.top1_country_id) then 1 else 2
        end as leaders
    from marts.fct_concentration as models
    inner join marts.fct_concentration as counted using (mineral_id, stage, form, basis, year)
    where
        models.source_id = 'iea'
        and counted.source_id <> 'iea'
        and models.is_latest_vintage
        and counted.is_latest_vintage
        and models.hhi is not null
        and counted.hhi is not null
    group by models.table_id, models.hhi

),

editions as (

    select
        edition_id,
        100.0 * count(*) filter (firmness = 'weak') / count(*) as weak_pct
    from marts.fct_concentration
    where hhi is not null
    group by edition_id
    having count(*) >= 20

)

select
    indices.*,
    cast(indices.hhi between known.least_hhi and known.most_hhi as integer) as is_known_market,
    case when indices.source_id = 'iea' then modelled.sources_apart_pct else sources.sources_apart_pct end
        as sources_apart_pct,
    case when indices.source_id = 'iea' then modelled.leaders else sources.leaders end as leaders_of_sources,
    editions.weak_pct,
    indices.hhi - released.hhi as more_than_released
from marts.fct_concentration as indices
-- many to at most one, each
left join sources using (mineral_id, stage, form, basis, year)
left join modelled using (table_id)
left join editions using (edition_id)
left join previous.fct_concentration as released using (edition_id, mineral_id, stage, form, year)
left join known_markets as known
    on
        -- known of our time: one series goes back to 1970
        indices.year >= 2015
        and indices.mineral_id = known.mineral_id
        and indices.stage = known.stage
        and indices.form = known.form
