-- Every table that answers for a line of a list, in its last year, as each window knows it. One of them stands for the
-- line where each line counts once, by the rule of the table that stands for a mineral.
select
    windows.window_id,
    windows.evidence_window,
    windows.known_from,
    windows.is_latest_window,
    elements.list_id,
    elements.element_key,
    windows.table_id,
    {{ table_year_columns('windows') }},
    caps.cap_pct,
    caps.top_country_id,
    caps.top_share_pct,
    caps.top_share_min_pct,
    caps.top_share_max_pct,
    caps.top_share_all_min_pct,
    caps.top_share_all_max_pct,
    caps.excludes,
    caps.is_above_cap,
    caps.top_share_max_pct is not null as is_measured,
    row_number() over (
        partition by windows.window_id, elements.list_id, elements.element_key
        order by
            {{ asked_first('caps', 'caps.top_share_pct is not null') }},
            windows.mineral_id asc nulls last
    ) = 1 as stands_for_line
from {{ ref('core_list_element') }} as elements
-- many rows: mine, refinery, several forms, in every window; none for a mineral without a table
inner join {{ ref('core_evidence_window') }} as windows
    on elements.mineral_id = windows.mineral_id and windows.years_back = 1
-- one row: the same key
inner join {{ ref('int_cap_verdict') }} as caps on windows.table_id = caps.table_id
where elements.counting_rule = 'lines'
