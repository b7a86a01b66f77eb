-- The largest single producer of each table-year beside the cap, in both worlds: as the publisher counts, and with
-- everybody whom its total leaves out. The verdict is taken from the second.
with bounds as (

    -- the largest share that one country has at least, and at most: whichever country it is
    select
        table_id,
        max(share_min_pct) as top_share_min_pct,
        max(share_max_pct) as top_share_max_pct,
        max(share_all_min_pct) as top_share_all_min_pct,
        max(share_all_max_pct) as top_share_all_max_pct
    from {{ ref('fct_production') }}
    where {{ is_a_country('country_id') }}
    group by table_id

),

leaders as (

    select
        tables.*,
        concentration.top1_country_id as top_country_id,
        concentration.top1_share_pct as top_share_pct,
        concentration.top_revision_min_pct,
        concentration.top_revision_max_pct,
        concentration.cap_firmness as firmness,
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
        production.quantity_tonnes as top_tonnes,
        production.quantity_min_tonnes as top_min_tonnes,
        production.quantity_max_tonnes as top_max_tonnes,
        -- the world with everybody beside which the leader holds its least and its largest share; null where it is open
        100 * production.quantity_min_tonnes / nullif(production.share_all_min_pct, 0) as world_of_least,
        case
            when tables.excludes is null or production.share_all_max_pct < 100
                then 100 * production.quantity_max_tonnes / nullif(production.share_all_max_pct, 0)
        end as world_of_most,
        cast(cap.target_value as double) as cap_pct,
        cap.target_id
    from {{ ref('core_production_table') }} as tables
    -- one target for all
    inner join {{ ref('stated_targets') }} as cap on cap.target_id = '{{ cap_of_record() }}'
    -- one row each: the joins below are on whole keys
    left join {{ ref('fct_concentration') }} as concentration
        on tables.table_id = concentration.table_id
    left join bounds
        on tables.table_id = bounds.table_id and concentration.top1_share_pct is not null
    left join {{ ref('fct_production') }} as production
        on tables.table_id = production.table_id and concentration.top1_country_id = production.country_id

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
    top_revision_min_pct,
    top_revision_max_pct,
    firmness,
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
    case
        when top_share_all_min_pct > cap_pct then true
        when top_share_all_max_pct <= cap_pct then false
    end as is_above_cap
from leaders
