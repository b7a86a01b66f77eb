with bounds as (

    -- the largest share that one country has at least, and at most: whichever country it is
    select
        table_id,
        max(share_min_pct) as top_share_min_pct,
        max(share_max_pct) as top_share_max_pct
    from {{ ref('fct_production') }}
    where {{ is_a_country('country_id') }}
    group by table_id

),

leaders as (

    select
        tables.*,
        concentration.top1_country_id as top_country_id,
        concentration.top1_share_pct as top_share_pct,
        bounds.top_share_min_pct,
        case
            when bounds.top_share_max_pct is not null
                then greatest(bounds.top_share_max_pct, tables.unnamed_max_pct)
        end as top_share_max_pct,
        production.quantity_tonnes as top_tonnes,
        production.quantity_min_tonnes as top_min_tonnes,
        production.quantity_max_tonnes as top_max_tonnes,
        -- the world beside which the leader holds its least and its largest share
        100 * production.quantity_min_tonnes / nullif(production.share_min_pct, 0) as world_of_least,
        100 * production.quantity_max_tonnes / nullif(production.share_max_pct, 0) as world_of_most,
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

),

judged as (

    select
        leaders.*,
        {{ tonnes_to_cap('top_tonnes', 'world_tonnes', 'cap_pct') }} as tonnes_to_cap,
        case
            when top_share_min_pct > cap_pct then true
            when top_share_max_pct <= cap_pct then false
        end as is_above_cap
    from leaders

),

-- as each edition knew it: for every earlier year the newest edition that was out
seen as (

    select
        now.edition_id,
        now.mineral_id,
        now.stage,
        now.form,
        earlier.year,
        earlier.is_above_cap,
        rank() over (
            partition by now.edition_id, now.mineral_id, now.stage, now.form, earlier.year
            order by earlier.known_from desc, earlier.edition_id desc
        ) as editions_back
    from judged as now
    -- many to many on purpose: each year of a table with all years of its earlier editions
    inner join judged as earlier
        on
            now.source_id = earlier.source_id
            and now.mineral_id = earlier.mineral_id
            and now.stage = earlier.stage
            and now.form = earlier.form
            and now.known_from >= earlier.known_from

),

first_years as (

    select
        edition_id,
        mineral_id,
        stage,
        form,
        min(year) as first_year_above
    from seen
    where editions_back = 1 and is_above_cap
    group by edition_id, mineral_id, stage, form

)

select
    judged.table_id,
    judged.edition_id,
    judged.source_id,
    judged.mineral_id,
    judged.stage,
    judged.form,
    judged.basis,
    cast(judged.year as integer) as year,
    'world_production' as measure,
    judged.target_id,
    judged.top_country_id,
    judged.top_share_pct,
    judged.top_share_min_pct,
    judged.top_share_max_pct,
    judged.cap_pct,
    judged.is_above_cap,
    judged.top_tonnes,
    judged.world_tonnes,
    judged.tonnes_to_cap,
    -- the bounds of the share say how large the world may be beside the leader's least and largest output
    case
        when judged.tonnes_to_cap is not null
            then least(
                judged.tonnes_to_cap,
                {{ tonnes_to_cap('judged.top_min_tonnes', 'judged.world_of_least', 'judged.cap_pct') }}
            )
    end as tonnes_to_cap_min,
    case
        when judged.tonnes_to_cap is not null
            then greatest(
                judged.tonnes_to_cap,
                {{ tonnes_to_cap('judged.top_max_tonnes', 'judged.world_of_most', 'judged.cap_pct') }}
            )
    end as tonnes_to_cap_max,
    cast(first_years.first_year_above as integer) as first_year_above,
    judged.excludes,
    judged.is_latest_vintage,
    judged.known_from
from judged
left join first_years
    on
        judged.edition_id = first_years.edition_id
        and judged.mineral_id = first_years.mineral_id
        and judged.stage = first_years.stage
        and judged.form = first_years.form
