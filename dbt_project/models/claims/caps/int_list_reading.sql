-- The two readings of the cap by production, one row each and never mixed: any one mineral, and the list in the
-- aggregate.
with lines as (

    select
        window_id,
        evidence_window,
        known_from,
        is_latest_window,
        list_id,
        element_key,
        max(cap_pct) as cap_pct,
        max(year) as year,
        max(case when is_measured then 1 else 0 end) as is_measured,
        max(case when is_above_cap then 1 else 0 end) as is_above,
        max(case when is_above_cap is null then 1 else 0 end) as is_undecided,
        max(top_share_pct) as top_share_pct,
        max(top_share_min_pct) as top_share_min_pct,
        max(top_share_max_pct) as top_share_max_pct,
        max(top_share_all_min_pct) as top_share_all_min_pct,
        max(top_share_all_max_pct) as top_share_all_max_pct,
        max(case when excludes is null then 0 else 1 end) as leaves_somebody_out
    from {{ ref('int_list_table') }}
    group by window_id, evidence_window, known_from, is_latest_window, list_id, element_key

),

windows as (

    select
        window_id,
        evidence_window,
        known_from,
        is_latest_window,
        list_id,
        max(cap_pct) as cap_pct,
        max(year) as year,
        sum(is_measured) as measured_lines,
        sum(is_above) as lines_above,
        sum(case when is_measured = 1 and is_above = 0 and is_undecided = 1 then 1 else 0 end) as lines_undecided,
        max(top_share_pct) as record_pct,
        max(top_share_min_pct) as record_min_pct,
        max(top_share_max_pct) as record_max_pct,
        max(top_share_all_min_pct) as record_all_min_pct,
        max(top_share_all_max_pct) as record_all_max_pct,
        sum(leaves_somebody_out) as lines_left_out
    from lines
    group by window_id, evidence_window, known_from, is_latest_window, list_id

),

-- the table that holds the record of its list comes first
records as (

    select
        list_tables.*,
        row_number() over (
            partition by window_id, list_id
            order by
                top_share_pct desc nulls last,
                mineral_id asc nulls last,
                stage asc nulls last,
                form asc nulls last,
                edition_id asc nulls last
        ) as place
    from {{ ref('int_list_table') }} as list_tables

),

readings as (

    select
        windows.window_id,
        windows.list_id,
        'each_mineral' as cap_reading,
        records.mineral_id as top_mineral_id,
        records.top_country_id,
        windows.record_pct as top_share_pct,
        windows.record_min_pct as top_share_min_pct,
        windows.record_max_pct as top_share_max_pct,
        windows.record_all_min_pct as top_share_all_min_pct,
        windows.record_all_max_pct as top_share_all_max_pct
    from windows
    inner join records
        on windows.window_id = records.window_id and windows.list_id = records.list_id and records.place = 1

    union all

    select
        window_id,
        list_id,
        'aggregate' as cap_reading,
        cast(null as {{ dbt.type_string() }}) as top_mineral_id,
        top_country_id,
        top_share_pct,
        top_share_min_pct,
        top_share_max_pct,
        top_share_all_min_pct,
        top_share_all_max_pct
    from {{ ref('int_list_mean_share') }}

)

select
    windows.window_id,
    windows.evidence_window,
    windows.known_from,
    windows.is_latest_window,
    windows.list_id,
    windows.cap_pct,
    windows.year,
    windows.measured_lines,
    windows.lines_above,
    windows.lines_undecided,
    windows.lines_left_out,
    readings.cap_reading,
    readings.top_mineral_id,
    readings.top_country_id,
    readings.top_share_pct,
    readings.top_share_min_pct,
    readings.top_share_max_pct,
    readings.top_share_all_min_pct,
    readings.top_share_all_max_pct
from windows
-- two rows at most: one for each reading
inner join readings on windows.window_id = readings.window_id and windows.list_id = readings.list_id
