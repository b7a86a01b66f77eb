
  
    
        create table marts.fct_export_stage
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, HS edition, exporting country, mineral, year and level of processing.

How far processed a country\'s exports of a mineral are, from 2018 on: its value at each level as a share of its exports
of the mineral. `share_of_held_pct` is of the codes held here; the bounds say what the rest leaves open: 0 at least
where any code of the mineral is not held, 100 at most where one of the level is not. A mineral of which only one level is
held has no rows: that would say nothing about how far its goods are processed. Values only, for a tonne of ore and a tonne of metal are not the same thing; and ore
that was sold, smelted abroad and bought back is in two countries\' figures. Where a code holds other goods too, shares have bounds only.'
      

      as
      
    select edition_id, source_id, hs_edition, country_id, mineral_id, year, trade_level, value_min_usd, value_max_usd, share_of_held_pct, share_min_pct, share_max_pct, codes_held, codes_in_list, levels_held, levels_in_list, is_latest_vintage
    from (
        with levels as (

    select
        exporters.edition_id,
        exporters.source_id,
        held.hs_edition,
        exporters.country_id,
        held.mineral_id,
        exporters.year,
        held.trade_level,
        exporters.value_min_usd,
        exporters.value_max_usd,
        held.codes_held,
        held.codes_in_list,
        exporters.is_latest_vintage
    from intermediate.int_trade_subject_exporter as exporters
    inner join intermediate.int_trade_held as held
        on
            exporters.edition_id = held.edition_id
            and exporters.trade_id = held.trade_id
            and exporters.year = held.year
    where held.mineral_id is not null and exporters.year >= 2018

),

totals as (

    select
        levels.*,
        sum(value_min_usd) over everything as all_min_usd,
        sum(value_max_usd) over everything as all_max_usd
    from levels
    window everything as (partition by edition_id, hs_edition, country_id, mineral_id, year)

),

-- levels of a mineral of which any code is held in the year
held_levels as (

    select
        edition_id,
        hs_edition,
        mineral_id,
        year,
        cast(count(*) as integer) as levels_held,
        cast(sum(codes_held) as integer) as codes_held
    from intermediate.int_trade_held
    where mineral_id is not null
    group by edition_id, hs_edition, mineral_id, year

),

listed_levels as (

    select
        hs_edition,
        mineral_id,
        cast(count(distinct trade_level) as integer) as levels_in_list,
        cast(count(*) as integer) as codes_in_list
    from reference.hs_bridge
    group by hs_edition, mineral_id

),

bounded as (

    select
        totals.*,
        held_levels.levels_held,
        listed_levels.levels_in_list,
        held_levels.codes_held = listed_levels.codes_in_list as is_whole,
        round(100 * cast(totals.value_min_usd as double) / nullif(totals.all_max_usd - totals.value_max_usd + totals.value_min_usd, 0), 4) as least_pct,
        round(100 * cast(totals.value_max_usd as double) / nullif(totals.all_min_usd - totals.value_min_usd + totals.value_max_usd, 0), 4) as largest_pct
    from totals
    inner join held_levels
        on
            totals.edition_id = held_levels.edition_id
            and totals.hs_edition = held_levels.hs_edition
            and totals.mineral_id = held_levels.mineral_id
            and totals.year = held_levels.year
            -- one level alone says nothing about how far goods are processed
            and held_levels.levels_held > 1
    inner join listed_levels
        on totals.hs_edition = listed_levels.hs_edition and totals.mineral_id = listed_levels.mineral_id

)

select
    edition_id,
    source_id,
    hs_edition,
    country_id,
    mineral_id,
    year,
    trade_level,
    value_min_usd,
    value_max_usd,
    case when all_min_usd = all_max_usd then least_pct end as share_of_held_pct,
    -- goods under a code that is not held can only be more
    case when is_whole then coalesce(least_pct, 0) else 0 end as share_min_pct,
    case when codes_held = codes_in_list then largest_pct else 100 end as share_max_pct,
    codes_held,
    codes_in_list,
    levels_held,
    levels_in_list,
    is_latest_vintage
from bounded
    ) as model_subq
  