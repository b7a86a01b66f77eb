-- Readings of a whole list, for each set of editions that were out at a date: counts with what nobody knows as bounds.
with readings as (

    select
        claim_id,
        reading_id,
        measure,
        country_id,
        list_id,
        counting_rule,
        coalesce(stage, 'any') as verb,
        level
    from {{ ref('int_claim_readings') }}
    where counts_by = 'window'

),

coverage as (

    select
        readings.claim_id,
        readings.reading_id,
        coverage.edition_id,
        coverage.last_year as year,
        coverage.known_from,
        coverage.evidence_window,
        coverage.list_members,
        case readings.verb
            when 'mine' then coverage.mined_members
            when 'processed' then coverage.processed_members
            else coverage.produced_members
        end as known_members,
        case readings.verb
            when 'mine' then coverage.mined_unknown_members
            when 'processed' then coverage.processed_unknown_members
            else coverage.unknown_members
        end as unknown_members,
        coverage.country_id || '|' || coverage.list_id || '|' || coverage.counting_rule
        || '|' || coverage.evidence_window as evidence_key
    from readings
    -- many rows: every window
    inner join {{ ref('fct_country_list_coverage') }} as coverage
        on
            readings.country_id = coverage.country_id
            and readings.list_id = coverage.list_id
            and readings.counting_rule = coverage.counting_rule
    where readings.measure = 'list_coverage_count'

),

aggregates as (

    select
        readings.claim_id,
        readings.reading_id,
        caps.edition_id,
        caps.year,
        caps.known_from,
        caps.top_share_pct,
        caps.top_share_min_pct,
        caps.top_share_max_pct,
        caps.measured_lines,
        caps.list_lines,
        caps.top_country_id,
        caps.list_id || '|' || caps.cap_reading || '|' || caps.evidence_window as evidence_key
    from readings
    -- many rows: every window
    inner join {{ ref('fct_list_single_country_cap') }} as caps
        on readings.list_id = caps.list_id and caps.cap_reading = 'aggregate'
    where readings.measure = 'list_top_share'

),

-- whether a table of the line lies above the level, in the last year of each table
line_levels as (

    select
        readings.claim_id,
        readings.reading_id,
        readings.list_id,
        windows.window_id,
        windows.evidence_window,
        windows.known_from,
        elements.element_key,
        max(windows.year) as year,
        max(case
            when readings.measure = 'list_above_cap_count' and caps.top_share_min_pct > readings.level then 1
            when readings.measure = 'list_above_hhi_count' and concentration.hhi_min > readings.level then 1
            else 0
        end) as is_above,
        max(case
            when readings.measure = 'list_above_cap_count' and caps.top_share_max_pct <= readings.level then 0
            when readings.measure = 'list_above_hhi_count' and concentration.hhi_max <= readings.level then 0
            else 1
        end) as may_be_above,
        max(case when concentration.hhi is null then 0 else 1 end) as is_measured
    from readings
    -- every line of the list
    inner join {{ ref('core_list_element') }} as elements
        on readings.list_id = elements.list_id and elements.counting_rule = 'lines'
    -- many rows: every table of every window that answers for the line
    inner join {{ ref('core_evidence_window') }} as windows
        on elements.mineral_id = windows.mineral_id and windows.years_back = 1
    -- one row each
    inner join {{ ref('fct_single_country_cap') }} as caps on {{ same_table_year('windows', 'caps') }}
    inner join {{ ref('fct_concentration') }} as concentration on {{ same_table_year('windows', 'concentration') }}
    where readings.measure in ('list_above_cap_count', 'list_above_hhi_count')
    group by
        readings.claim_id,
        readings.reading_id,
        readings.list_id,
        windows.window_id,
        windows.evidence_window,
        windows.known_from,
        elements.element_key

),

list_lines as (

    select
        list_id,
        count(distinct element_key) as list_lines
    from {{ ref('core_list_element') }}
    where counting_rule = 'lines'
    group by list_id

),

levels as (

    select
        line_levels.claim_id,
        line_levels.reading_id,
        line_levels.window_id as edition_id,
        line_levels.known_from,
        line_levels.list_id || '|' || line_levels.evidence_window as evidence_key,
        list_lines.list_lines,
        max(line_levels.year) as year,
        sum(line_levels.is_above) as lines_above,
        sum(line_levels.is_measured) as measured_lines,
        -- a line without a table may lie above any level
        sum(line_levels.may_be_above) + list_lines.list_lines - count(*) as lines_perhaps_above
    from line_levels
    inner join list_lines on line_levels.list_id = list_lines.list_id
    group by
        line_levels.claim_id,
        line_levels.reading_id,
        line_levels.window_id,
        line_levels.known_from,
        line_levels.list_id,
        line_levels.evidence_window,
        list_lines.list_lines

),

measurements as (

    select
        claim_id,
        reading_id,
        edition_id,
        year,
        known_from,
        known_members as measured_value,
        known_members as measured_min,
        known_members + unknown_members as measured_max,
        cast(unknown_members as {{ dbt.type_string() }}) || ' of '
        || cast(list_members as {{ dbt.type_string() }}) || ' unknown' as note,
        'fct_country_list_coverage' as evidence_table,
        evidence_key
    from coverage

    union all

    select
        claim_id,
        reading_id,
        edition_id,
        year,
        known_from,
        top_share_pct as measured_value,
        top_share_min_pct as measured_min,
        top_share_max_pct as measured_max,
        top_country_id || ' leads; ' || cast(measured_lines as {{ dbt.type_string() }}) || ' of '
        || cast(list_lines as {{ dbt.type_string() }}) || ' lines measured' as note,
        'fct_list_single_country_cap' as evidence_table,
        evidence_key
    from aggregates

    union all

    select
        claim_id,
        reading_id,
        edition_id,
        year,
        known_from,
        lines_above as measured_value,
        lines_above as measured_min,
        lines_perhaps_above as measured_max,
        cast(measured_lines as {{ dbt.type_string() }}) || ' of '
        || cast(list_lines as {{ dbt.type_string() }}) || ' lines measured' as note,
        'fct_concentration' as evidence_table,
        evidence_key
    from levels

)

select
    claim_id,
    reading_id,
    edition_id,
    cast(year as {{ dbt.type_int() }}) as year,
    known_from,
    'window' as vintage_key,
    cast(measured_value as double) as measured_value,
    cast(measured_min as double) as measured_min,
    cast(measured_max as double) as measured_max,
    cast(null as {{ dbt.type_string() }}) as measured_period,
    note,
    evidence_table,
    evidence_key,
    cast(null as {{ dbt.type_string() }}) as source_file_id,
    cast(null as {{ dbt.type_int() }}) as source_row
from measurements
