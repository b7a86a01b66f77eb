-- The two readings of a cap, one row each and never mixed: any one mineral, and the list in the aggregate.
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
        windows.*,
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
        windows.*,
        'aggregate' as cap_reading,
        cast(null as {{ dbt.type_string() }}) as top_mineral_id,
        means.top_country_id,
        means.top_share_pct,
        means.top_share_min_pct,
        means.top_share_max_pct,
        means.top_share_all_min_pct,
        means.top_share_all_max_pct
    from windows
    inner join {{ ref('int_list_mean_share') }} as means
        on windows.window_id = means.window_id and windows.list_id = means.list_id

)

select
    readings.list_id,
    readings.cap_reading,
    'world_production' as measure,
    readings.evidence_window,
    readings.window_id as edition_id,
    cast(readings.year as integer) as year,
    readings.cap_pct,
    lists.member_count as list_lines,
    cast(readings.measured_lines as integer) as measured_lines,
    cast(readings.lines_above as integer) as lines_above,
    cast(readings.lines_undecided as integer) as lines_undecided,
    readings.top_mineral_id,
    readings.top_country_id,
    readings.top_share_pct,
    readings.top_share_min_pct,
    readings.top_share_max_pct,
    readings.top_share_all_min_pct,
    readings.top_share_all_max_pct,
    'everybody' as world_basis_for_verdict,
    cast(readings.lines_left_out as integer) as lines_left_out,
    case
        when readings.top_share_all_min_pct > readings.cap_pct then true
        when readings.measured_lines < lists.member_count and readings.cap_reading = 'each_mineral' then null
        when readings.top_share_all_max_pct <= readings.cap_pct then false
    end as is_above_cap,
    readings.is_latest_window,
    readings.known_from
from readings
inner join {{ ref('dim_critical_list') }} as lists on readings.list_id = lists.list_id
