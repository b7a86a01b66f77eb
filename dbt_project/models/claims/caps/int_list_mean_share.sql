-- A list taken together: the mean of a country's shares over the measured lines, each line weighing the same, and the
-- country for which it is largest.
with lines as (

    select
        list_tables.*,
        tables.unnamed_max_pct,
        tables.unnamed_all_max_pct,
        count(*) over (partition by list_tables.window_id, list_tables.list_id) as measured_lines,
        cast(sum(cast(tables.unnamed_max_pct as decimal(38, 6))) over (
            partition by list_tables.window_id, list_tables.list_id
        ) as double) as unnamed_sum_pct,
        cast(sum(cast(tables.unnamed_all_max_pct as decimal(38, 6))) over (
            partition by list_tables.window_id, list_tables.list_id
        ) as double) as unnamed_all_sum_pct
    from {{ ref('int_list_table') }} as list_tables
    -- one row: the same key
    inner join {{ ref('core_production_table') }} as tables on list_tables.table_id = tables.table_id
    where list_tables.stands_for_line and list_tables.is_measured

),

countries as (

    select
        lines.window_id,
        lines.list_id,
        shares.country_id,
        max(lists.member_count) as list_lines,
        max(lines.measured_lines) as measured_lines,
        max(lines.unnamed_sum_pct) as unnamed_sum_pct,
        max(lines.unnamed_all_sum_pct) as unnamed_all_sum_pct,
        {{ exact_sum_pct('shares.share_pct') }} as share_sum_pct,
        {{ exact_sum_pct('coalesce(shares.share_min_pct, 0.0)') }} as share_min_sum_pct,
        -- on the lines that do not name the country it may be among the unnamed
        {{ exact_sum_pct('coalesce(shares.share_max_pct, 100.0) - lines.unnamed_max_pct') }}
            as share_above_unnamed_sum_pct,
        {{ exact_sum_pct('coalesce(shares.share_all_min_pct, 0.0)') }} as share_all_min_sum_pct,
        {{ exact_sum_pct('coalesce(shares.share_all_max_pct, 100.0) - lines.unnamed_all_max_pct') }}
            as share_all_above_unnamed_sum_pct
    from lines
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as shares on lines.table_id = shares.table_id
    inner join {{ ref('dim_critical_list') }} as lists on lines.list_id = lists.list_id
    where {{ is_a_country('shares.country_id') }}
    group by lines.window_id, lines.list_id, shares.country_id

),

means as (

    select
        countries.*,
        {{ round_pct('share_sum_pct / measured_lines') }} as share_pct,
        -- of a line that no table measures, all or nothing may be the country's
        {{ round_pct('share_min_sum_pct / list_lines') }} as share_min_pct,
        {{ round_pct(
            '(unnamed_sum_pct + share_above_unnamed_sum_pct + 100 * (list_lines - measured_lines)) / list_lines'
        ) }} as share_max_pct,
        {{ round_pct('share_all_min_sum_pct / list_lines') }} as share_all_min_pct,
        {{ round_pct(
            '(unnamed_all_sum_pct + share_all_above_unnamed_sum_pct + 100 * (list_lines - measured_lines)) / list_lines'
        ) }} as share_all_max_pct,
        row_number() over (
            partition by window_id, list_id
            order by share_sum_pct desc nulls last, country_id asc nulls last
        ) as place
    from countries

)

select
    window_id,
    list_id,
    max(case when place = 1 then country_id end) as top_country_id,
    max(case when place = 1 then share_pct end) as top_share_pct,
    max(share_min_pct) as top_share_min_pct,
    max(share_max_pct) as top_share_max_pct,
    max(share_all_min_pct) as top_share_all_min_pct,
    max(share_all_max_pct) as top_share_all_max_pct
from means
group by window_id, list_id
