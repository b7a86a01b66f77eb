-- Of the tables of a step the newest years count, and of these the one that shows most in one hand.
with tables as (

    select
        step_tables.mineral_id,
        step_tables.stage,
        step_tables.step,
        step_tables.counted_in,
        windows.table_id,
        windows.edition_id,
        windows.year,
        editions.source_id,
        {{ is_modelled_source('editions.source_id') }} as is_modelled,
        concentration.top1_country_id,
        concentration.top1_share_pct,
        concentration.hhi is not null as is_comparable,
        row_number() over (
            partition by step_tables.mineral_id, step_tables.stage, step_tables.step
            order by
                windows.years_back asc nulls last,
                concentration.top1_share_pct desc nulls last,
                windows.table_id asc nulls last
        ) as place,
        row_number() over (
            partition by step_tables.mineral_id, step_tables.stage, step_tables.step
            order by
                editions.known_from desc nulls last,
                windows.year desc nulls last,
                windows.table_id asc nulls last
        ) as newest_place
    from {{ ref('int_step_table') }} as step_tables
    -- one row: the table in the newest window
    inner join {{ ref('core_evidence_window') }} as windows
        on
            step_tables.window_id = windows.window_id
            and step_tables.table_id = windows.table_id
            and windows.is_latest_window
    -- one row
    inner join {{ ref('dim_edition') }} as editions on windows.edition_id = editions.edition_id
    left join {{ ref('fct_concentration') }} as concentration on windows.table_id = concentration.table_id

),

measured as (

    select
        mineral_id,
        stage,
        step,
        min(cast(is_modelled as integer)) = 1 as is_modelled,
        max(cast(is_comparable as integer)) = 1 as is_comparable,
        min(counted_in) as counted_in,
        max(case when newest_place = 1 then edition_id end) as edition_id,
        max(case when newest_place = 1 then year end) as year,
        max(case when place = 1 then table_id end) as table_id,
        max(case when place = 1 then top1_country_id end) as top1_country_id,
        max(case when place = 1 then top1_share_pct end) as top1_share_pct
    from tables
    group by mineral_id, stage, step

),

sources as (

    select
        mineral_id,
        stage,
        step,
        {{ joined_text('source_id', separator='; ') }} as by_source
    from (
        select distinct
            mineral_id,
            stage,
            step,
            source_id
        from tables
    ) as named
    group by mineral_id, stage, step

)

select
    chain.mineral_id,
    chain.stage,
    chain.step,
    chain.has_step,
    case
        when not chain.has_step then 'no_such_step'
        when measured.mineral_id is null then 'not_held'
        when measured.counted_in <> chain.mineral_id then 'counted_in_its_group'
        when measured.is_modelled then 'modelled'
        else 'measured'
    end as step_coverage,
    coalesce(measured.counted_in = chain.mineral_id, false) as is_measured,
    coalesce(measured.is_comparable and measured.counted_in = chain.mineral_id, false) as has_shares,
    sources.by_source,
    measured.edition_id,
    measured.year,
    measured.counted_in,
    measured.table_id,
    measured.top1_country_id,
    measured.top1_share_pct,
    chain.why_not
from {{ ref('dim_stage_chain') }} as chain
-- one row at most each: none for a step that nobody counts
left join measured
    on
        chain.mineral_id = measured.mineral_id
        and chain.stage = measured.stage
        and chain.step = measured.step
left join sources
    on
        chain.mineral_id = sources.mineral_id
        and chain.stage = sources.stage
        and chain.step = sources.step
