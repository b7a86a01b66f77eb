-- The two readings of a cap, one row each and never mixed: any one mineral, and the list in the aggregate.
with windows as (

    select distinct
        window_id,
        evidence_window,
        known_from,
        is_latest_window
    from {{ ref('core_evidence_window') }}

),

-- every table that answers for a line, in its last year
line_tables as (

    select
        windows.window_id,
        elements.list_id,
        elements.element_key,
        tables.edition_id,
        tables.mineral_id,
        tables.stage,
        tables.form,
        tables.year,
        cap.cap_pct,
        cap.top_country_id,
        cap.top_share_pct,
        cap.top_share_min_pct,
        cap.top_share_max_pct,
        cap.is_above_cap,
        case when cap.top_share_max_pct is null then 0 else 1 end as is_measured,
        row_number() over (
            partition by windows.window_id, elements.list_id, elements.element_key
            order by
                case when cap.top_share_pct is null then 1 else 0 end asc nulls last,
                case tables.stage
                    when 'mine' then 1
                    when 'smelter' then 2
                    when 'refinery' then 3
                    else 4
                end asc nulls last,
                cap.world_tonnes desc nulls last,
                tables.mineral_id asc nulls last,
                tables.form asc nulls last,
                tables.edition_id asc nulls last
        ) as table_no
    from windows
    -- every line of every list
    cross join {{ ref('core_list_element') }} as elements
    -- many rows: mine, refinery, several forms; none for a mineral without a table
    inner join {{ ref('core_evidence_window') }} as tables
        on
            windows.window_id = tables.window_id
            and elements.mineral_id = tables.mineral_id
            and tables.years_back = 1
    -- one row: the same key
    inner join {{ ref('fct_single_country_cap') }} as cap
        on {{ same_table_year('tables', 'cap') }}
    where elements.counting_rule = 'lines'

),

lines as (

    select
        window_id,
        list_id,
        element_key,
        max(cap_pct) as cap_pct,
        max(year) as year,
        max(is_measured) as is_measured,
        max(case when is_above_cap then 1 else 0 end) as is_above,
        max(case when is_above_cap is null then 1 else 0 end) as is_undecided,
        max(top_share_pct) as top_share_pct,
        max(top_share_min_pct) as top_share_min_pct,
        max(top_share_max_pct) as top_share_max_pct
    from line_tables
    group by window_id, list_id, element_key

),

list_lines as (

    select
        list_id,
        count(distinct element_key) as list_lines
    from {{ ref('core_list_element') }}
    where counting_rule = 'lines'
    group by list_id

),

each_mineral as (

    select
        window_id,
        list_id,
        max(cap_pct) as cap_pct,
        max(year) as last_year,
        sum(is_measured) as measured_lines,
        sum(is_above) as lines_above,
        sum(case when is_measured = 1 and is_above = 0 and is_undecided = 1 then 1 else 0 end) as lines_undecided,
        max(top_share_pct) as top_share_pct,
        max(top_share_min_pct) as top_share_min_pct,
        max(top_share_max_pct) as top_share_max_pct
    from lines
    group by window_id, list_id

),

-- the line that holds the record of its list
record_lines as (

    select
        window_id,
        list_id,
        mineral_id,
        top_country_id,
        row_number() over (
            partition by window_id, list_id
            order by
                top_share_pct desc nulls last,
                mineral_id asc nulls last,
                stage asc nulls last,
                form asc nulls last,
                edition_id asc nulls last
        ) as record_no
    from line_tables

),

-- aggregate: the mean over the measured lines of a country's share, one table a line, each line weighing the same
line_shares as (

    select
        line_tables.window_id,
        line_tables.list_id,
        shares.country_id,
        sum(shares.share_pct) as share_sum_pct,
        sum(coalesce(shares.share_min_pct, 0.0)) as share_min_sum_pct,
        -- on the lines that do not name the country it may be among the unnamed
        sum(coalesce(shares.share_max_pct, 100.0) - tables.unnamed_max_pct) as share_above_unnamed_sum_pct
    from line_tables
    inner join {{ ref('fct_country_share') }} as shares
        on {{ same_table_year('line_tables', 'shares') }}
    inner join {{ ref('core_production_table') }} as tables
        on {{ same_table_year('line_tables', 'tables') }}
    where line_tables.table_no = 1 and line_tables.is_measured = 1 and {{ is_a_country('shares.country_id') }}
    group by line_tables.window_id, line_tables.list_id, shares.country_id

),

line_totals as (

    select
        line_tables.window_id,
        line_tables.list_id,
        count(*) as measured_lines,
        sum(tables.unnamed_max_pct) as unnamed_sum_pct
    from line_tables
    inner join {{ ref('core_production_table') }} as tables
        on {{ same_table_year('line_tables', 'tables') }}
    where line_tables.table_no = 1 and line_tables.is_measured = 1
    group by line_tables.window_id, line_tables.list_id

),

mean_shares as (

    select
        line_shares.window_id,
        line_shares.list_id,
        line_shares.country_id,
        {{ round_pct('line_shares.share_sum_pct / line_totals.measured_lines') }} as share_pct,
        -- of a line that no table measures, all or nothing may be the country's
        {{ round_pct('line_shares.share_min_sum_pct / list_lines.list_lines') }} as share_min_pct,
        {{ round_pct(
            '(line_totals.unnamed_sum_pct + line_shares.share_above_unnamed_sum_pct'
            ~ ' + 100 * (list_lines.list_lines - line_totals.measured_lines)) / list_lines.list_lines'
        ) }} as share_max_pct,
        row_number() over (
            partition by line_shares.window_id, line_shares.list_id
            order by line_shares.share_sum_pct desc nulls last, line_shares.country_id asc nulls last
        ) as share_no
    from line_shares
    inner join line_totals
        on
            line_shares.window_id = line_totals.window_id
            and line_shares.list_id = line_totals.list_id
    inner join list_lines on line_shares.list_id = list_lines.list_id

),

aggregate_bounds as (

    select
        window_id,
        list_id,
        max(share_min_pct) as top_share_min_pct,
        max(share_max_pct) as top_share_max_pct
    from mean_shares
    group by window_id, list_id

),

readings as (

    select
        each_mineral.window_id,
        each_mineral.list_id,
        'each_mineral' as cap_reading,
        record_lines.mineral_id as top_mineral_id,
        record_lines.top_country_id,
        each_mineral.top_share_pct,
        each_mineral.top_share_min_pct,
        each_mineral.top_share_max_pct
    from each_mineral
    inner join record_lines
        on
            each_mineral.window_id = record_lines.window_id
            and each_mineral.list_id = record_lines.list_id
            and record_lines.record_no = 1

    union all

    select
        mean_shares.window_id,
        mean_shares.list_id,
        'aggregate' as cap_reading,
        cast(null as {{ dbt.type_string() }}) as top_mineral_id,
        mean_shares.country_id as top_country_id,
        mean_shares.share_pct as top_share_pct,
        aggregate_bounds.top_share_min_pct,
        aggregate_bounds.top_share_max_pct
    from mean_shares
    inner join aggregate_bounds
        on
            mean_shares.window_id = aggregate_bounds.window_id
            and mean_shares.list_id = aggregate_bounds.list_id
    where mean_shares.share_no = 1

)

select
    readings.list_id,
    readings.cap_reading,
    'world_production' as measure,
    windows.evidence_window,
    windows.window_id as edition_id,
    cast(each_mineral.last_year as integer) as year,
    each_mineral.cap_pct,
    cast(list_lines.list_lines as integer) as list_lines,
    cast(each_mineral.measured_lines as integer) as measured_lines,
    cast(each_mineral.lines_above as integer) as lines_above,
    cast(each_mineral.lines_undecided as integer) as lines_undecided,
    readings.top_mineral_id,
    readings.top_country_id,
    readings.top_share_pct,
    readings.top_share_min_pct,
    readings.top_share_max_pct,
    case
        when readings.top_share_min_pct > each_mineral.cap_pct then true
        when each_mineral.measured_lines < list_lines.list_lines and readings.cap_reading = 'each_mineral' then null
        when readings.top_share_max_pct <= each_mineral.cap_pct then false
    end as is_above_cap,
    windows.is_latest_window,
    windows.known_from
from readings
inner join windows
    on readings.window_id = windows.window_id
inner join each_mineral
    on
        readings.window_id = each_mineral.window_id
        and readings.list_id = each_mineral.list_id
inner join list_lines
    on readings.list_id = list_lines.list_id
