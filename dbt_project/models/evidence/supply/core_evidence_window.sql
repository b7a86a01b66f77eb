-- What was known when: for each edition the newest edition of every source that was out by then, and the years
-- of each of their tables that count as evidence of output.
with editions as (

    select distinct
        edition_id,
        source_id,
        known_from,
        edition_order
    from {{ ref('core_production_table') }}

),

windows as (

    -- editions of one day see the same: one window, named by the last of them
    select
        max(edition_id) as window_id,
        known_from
    from editions
    group by known_from

),

out_by_then as (

    select
        windows.*,
        editions.edition_id,
        row_number() over (
            partition by windows.window_id, editions.source_id
            order by editions.edition_order desc
        ) as editions_back
    from windows
    -- many to many on purpose: every edition with all that were out when it came
    inner join editions on windows.known_from >= editions.known_from

),

named as (

    select
        window_id,
        known_from,
        rank() over (order by known_from desc, window_id desc) = 1 as is_latest_window,
        {{ joined_text('edition_id', separator='+') }} as evidence_window
    from out_by_then
    where editions_back = 1
    group by window_id, known_from

),

seen as (

    select
        newest.window_id,
        named.evidence_window,
        newest.known_from,
        named.is_latest_window,
        tables.table_id,
        {{ table_year_columns('tables') }},
        tables.years_back,
        tables.unnamed_because,
        tables.world_tonnes,
        {{ is_modelled_source('tables.source_id') }} as is_modelled,
        max(case when not {{ is_modelled_source('tables.source_id') }} then tables.year end)
            over (partition by newest.window_id, tables.mineral_id, tables.stage) as counted_year
    from out_by_then as newest
    inner join named on newest.window_id = named.window_id
    -- many rows: the tables of the edition
    inner join {{ ref('core_production_table') }} as tables on newest.edition_id = tables.edition_id
    where newest.editions_back = 1 and tables.years_back <= {{ evidence_years() }}

)

select
    window_id,
    evidence_window,
    known_from,
    is_latest_window,
    table_id,
    {{ table_year_columns() }},
    years_back,
    unnamed_because,
    world_tonnes
from seen
-- a model is evidence of a step only where nobody counts it
where not (is_modelled and coalesce(counted_year >= year - 1, false))
