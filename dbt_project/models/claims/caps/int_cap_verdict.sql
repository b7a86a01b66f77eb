-- The largest single producer of each table-year beside the cap, in both worlds: as the publisher counts, and with
-- everybody whom its total leaves out. The verdict is taken from the second.
with producers as (

    select
        shares.*,
        -- ties go by country, as in int_indices; a test compares both leaders
        row_number() over (
            partition by shares.table_id
            order by shares.share_pct desc nulls last, shares.country_id asc nulls last
        ) = 1 and shares.share_pct > 0 as is_leader
    from {{ ref('fct_production') }} as shares
    where {{ is_a_country('shares.country_id') }}

),

-- the largest share that one country has at least, and at most: whichever country it is
bounds as (

    select
        table_id,
        max(share_min_pct) as top_share_min_pct,
        max(share_max_pct) as top_share_max_pct,
        max(share_all_min_pct) as top_share_all_min_pct,
        max(share_all_max_pct) as top_share_all_max_pct
    from producers
    group by table_id
    having max(case when is_leader then 1 else 0 end) = 1

),

leaders as (

    select
        tables.*,
        leader.country_id as top_country_id,
        leader.share_pct as top_share_pct,
        bounds.top_share_min_pct,
        case
            when bounds.top_share_max_pct is not null
                then greatest(bounds.top_share_max_pct, tables.unnamed_max_pct)
        end as top_share_max_pct,
        bounds.top_share_all_min_pct,
        case
            when bounds.top_share_all_max_pct is not null
                then greatest(bounds.top_share_all_max_pct, tables.unnamed_all_max_pct)
        end as top_share_all_max_pct,
        leader.quantity_tonnes as top_tonnes,
        leader.quantity_min_tonnes as top_min_tonnes,
        leader.quantity_max_tonnes as top_max_tonnes,
        -- the world with everybody beside which the leader holds its least and its largest share; null where it is open
        100 * leader.quantity_min_tonnes / nullif(leader.share_all_min_pct, 0) as world_of_least,
        case
            when tables.excludes is null or leader.share_all_max_pct < 100
                then 100 * leader.quantity_max_tonnes / nullif(leader.share_all_max_pct, 0)
        end as world_of_most,
        cast(cap.target_value as double) as cap_pct,
        cap.target_id
    from {{ ref('core_production_table') }} as tables
    -- one target for all
    inner join {{ ref('stated_targets') }} as cap on cap.target_id = '{{ cap_of_record() }}'
    -- one row at most each: none without shares
    left join bounds on tables.table_id = bounds.table_id
    left join producers as leader on tables.table_id = leader.table_id and leader.is_leader

)

select
    table_id,
    {{ table_year_columns() }},
    source_id,
    basis,
    target_id,
    cap_pct,
    top_country_id,
    top_share_pct,
    top_share_min_pct,
    top_share_max_pct,
    top_share_all_min_pct,
    top_share_all_max_pct,
    top_tonnes,
    world_tonnes,
    excludes,
    is_latest_vintage,
    known_from,
    edition_order,
    {{ tonnes_to_cap('top_tonnes', 'world_tonnes', 'cap_pct') }} as tonnes_to_cap,
    -- a world without a limit has room for everything that is missing
    case
        when world_of_least is null then 0.0
        else {{ tonnes_to_cap('top_min_tonnes', 'world_of_least', 'cap_pct') }}
    end as tonnes_of_least,
    {{ tonnes_to_cap('top_max_tonnes', 'world_of_most', 'cap_pct') }} as tonnes_of_most,
    {{ is_above('top_share_all_min_pct', 'top_share_all_max_pct', 'cap_pct') }} as is_above_cap
from leaders
