select
    named.country_id,
    named.mineral_id,
    named.is_produced,
    named.is_mined,
    named.is_processed,
    named.stages_produced,
    named.stage,
    named.form,
    named.year,
    named.quantity_tonnes,
    named.share_pct,
    named.share_rank,
    named.edition_id,
    named.value_status,
    named.reason,
    named.source_file_id,
    named.source_row,
    windows.evidence_window,
    windows.known_from
from {{ ref('int_named_evidence') }} as named
inner join (
    select distinct
        newest.window_id,
        newest.evidence_window,
        newest.known_from
    from {{ ref('core_evidence_window') }} as newest
    where newest.is_latest_window
) as windows
    on named.window_id = windows.window_id
