-- Shares, each with the sum of its table, what the world knows of its leader, and what the last release said.
-- A column is null where its question does not arise.
with known_leaders (mineral_id, stage, form, leader_id, least_share_pct) as (

    -- Who has led for many years, and the least that it has: half of today's share, or thereabouts.
    -- Another leader is either the news of the year or a mistake.
    values
    ('beryllium', 'mine', 'all', 'USA', 35),
    ('bismuth', 'refinery', 'all', 'CHN', 60),
    ('chromium', 'mine', 'all', 'ZAF', 30),
    ('cobalt', 'mine', 'all', 'COD', 50),
    ('copper', 'mine', 'all', 'CHL', 15),
    ('gallium', 'refinery', 'all', 'CHN', 85),
    ('germanium', 'refinery', 'all', 'CHN', 60),
    ('graphite_natural', 'mine', 'all', 'CHN', 50),
    ('iodine', 'mine', 'all', 'CHL', 45),
    ('iron', 'mine', 'usable_ore', 'AUS', 25),
    ('lithium', 'mine', 'all', 'AUS', 20),
    ('magnesium', 'smelter', 'all', 'CHN', 70),
    ('niobium', 'mine', 'all', 'BRA', 75),
    ('phosphate_rock', 'mine', 'all', 'CHN', 25),
    ('platinum', 'mine', 'all', 'ZAF', 50),
    ('rare_earths', 'mine', 'all', 'CHN', 45),
    ('rhodium', 'mine', 'all', 'ZAF', 60),
    ('tungsten', 'mine', 'all', 'CHN', 60),
    ('uranium', 'mine', 'all', 'KAZ', 25),
    ('vanadium', 'mine', 'all', 'CHN', 45)

),

tables as (

    select
        table_id,
        sum(share_pct) as shares_in_table_pct
    from marts.fct_country_share
    group by table_id

)

select
    shares.*,
    tables.shares_in_table_pct,
    -- of countries that the total counts; a part that is left out may make its country's share larger
    case
        when shares.excludes is not null and shares.excludes not like 'part of%'
            then shares.share_all_min_pct - shares.share_min_pct
    end as least_share_gained_by_others,
    cast(shares.country_id = known.leader_id as integer) as is_known_leader,
    shares.share_pct - known.least_share_pct as above_least_share_pct,
    shares.share_pct - released.share_pct as more_than_released_pct
from marts.fct_country_share as shares
-- many to one
inner join tables using (table_id)
left join previous.fct_country_share as released using (edition_id, mineral_id, stage, form, country_id, year)
-- many to at most one; only the leader of a table has a known leader to be compared with
left join known_leaders as known
    on
        shares.share_rank = 1
        -- known of our time: one series goes back to 1970
        and shares.year >= 2015
        and shares.mineral_id = known.mineral_id
        and shares.stage = known.stage
        and shares.form = known.form
