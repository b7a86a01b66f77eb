-- Shares, worlds and indices of one table-year agree with each other: recomputed here from the published
-- rows alone. Allowed differences are those of rounding to 6 (shares) and 4 (indices) decimals.
{{ config(meta={'dagster': {'ref': {'name': 'fct_concentration'}}}) }}

with shares as (

    select
        shares.table_id,
        count(*) as row_count,
        sum(shares.share_pct) as share_sum,
        sum(shares.share_min_pct) as share_min_sum,
        sum(case when not countries.is_residual then shares.share_pct end) as named_share_sum,
        sum(case when not countries.is_residual then shares.share_pct * shares.share_pct end) as hhi,
        max(case when not countries.is_residual then shares.share_pct end) as top1_share_pct,
        max(case when shares.share_rank = 1 then shares.share_pct end) as first_rank_share_pct,
        sum(shares.quantity_tonnes) as quantity_sum,
        min(shares.world_tonnes) as lowest_world,
        max(shares.world_tonnes) as highest_world
    from {{ ref('fct_country_share') }} as shares
    inner join {{ ref('dim_country') }} as countries on shares.country_id = countries.country_id
    group by shares.table_id

),

production as (

    select
        table_id,
        count(*) as row_count
    from {{ ref('fct_production') }}
    group by table_id

),

compared as (

    select
        production.table_id,
        production.row_count,
        shares.row_count as share_row_count,
        shares.share_sum,
        shares.share_min_sum,
        shares.named_share_sum,
        shares.hhi,
        shares.top1_share_pct,
        shares.first_rank_share_pct,
        shares.quantity_sum,
        shares.lowest_world,
        shares.highest_world,
        totals.printed_tonnes,
        concentration.edition_id is not null as has_concentration,
        concentration.world_tonnes as world_of_index,
        concentration.hhi as hhi_of_index,
        concentration.top1_share_pct as top1_of_index,
        concentration.residual_share_pct
    from production
    left join shares on production.table_id = shares.table_id
    left join {{ ref('fct_world_total') }} as totals on production.table_id = totals.table_id
    left join {{ ref('fct_concentration') }} as concentration on production.table_id = concentration.table_id

),

judged as (

    select
        table_id,
        case
            when share_row_count is null or row_count <> share_row_count then 'a share row for each production row'
            when not has_concentration then 'an index row for each table and year'
            when lowest_world <> highest_world or coalesce(lowest_world, -1) <> coalesce(world_of_index, -1)
                then 'one world for the table'
            when world_of_index < coalesce(printed_tonnes, 0) or world_of_index < quantity_sum * 0.9999999
                then 'a world not below the printed total and the sum'
            when share_sum > 100.0001 or share_min_sum > 100.0001 then 'shares within 100 percent'
            when abs(coalesce(hhi, 0) - coalesce(hhi_of_index, 0)) > 0.01 then 'the index of the shares'
            when coalesce(top1_of_index, 0) <> coalesce(top1_share_pct, 0) then 'the leader of the shares'
            when first_rank_share_pct <> top1_share_pct then 'the leader on the first rank'
            when abs(greatest(0, 100 - named_share_sum) - residual_share_pct) > 0.001 then 'the residual of the shares'
        end as what_should_hold
    from compared

)

select
    table_id,
    what_should_hold
from judged
where what_should_hold is not null
