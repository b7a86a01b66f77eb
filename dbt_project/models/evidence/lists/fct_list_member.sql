select
    list_id,
    member_no,
    member_as_printed,
    mineral_id,
    member_kind,
    note,
    section,
    coalesce(section = 'watchlist', false) as is_watched,
    list_id || '/' || file_name as source_file_id,
    source_row
from {{ ref('int_list_members') }}
