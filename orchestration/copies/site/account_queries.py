"""The questions about the account: what was read, what was set aside, what was corrected.

Belongs here: SQL on public tables, each with `{where}`, for `queries.ALL`.
Does not belong here: running them (`data.py`), conditions (`queries.text`).
"""

from __future__ import annotations

FILES_ACCOUNT = """
select
    p.edition_id, p.counted, p.disposition, p.reason, count(*) as files,
    cast(sum(p.item_count) as bigint) as items
from marts.fct_file_account as p
where {where}
group by p.edition_id, p.counted, p.disposition, p.reason
order by p.edition_id, p.counted desc, p.disposition, items desc, p.reason
"""

SET_ASIDE = """
select
    p.edition_id, p.set_aside_reason, p.statistic, p.country_as_printed, p.value_as_printed,
    p.source_column, f.file_name, p.source_row
from marts.fct_cell_account as p
inner join marts.dim_source_file as f using (source_file_id)
inner join marts.dim_edition as e on p.edition_id = e.edition_id
where p.set_aside_reason is not null and p.value_as_printed <> '' and {where}
    -- whose terms forbid passing figures on is only counted
    and e.licence not like 'Not open%'
order by p.edition_id, f.file_name, p.source_row, p.source_column
"""

CORRECTED = """
select
    p.correction_id, p.edition_id, p.mineral_id, p.statistic, count(*) as cells,
    min(f.file_name) as file_name, min(p.source_row) as first_row, max(p.source_row) as last_row
from (
    select *, 'production' as statistic
    from (
        select correction_id, edition_id, mineral_id, source_file_id, source_row
        from marts.fct_production
        union all
        select correction_id, edition_id, mineral_id, source_file_id, source_row
        from marts.fct_world_total
    )
    union all
    select correction_id, edition_id, mineral_id, source_file_id, source_row, 'capacity'
    from marts.fct_capacity
    union all
    select correction_id, edition_id, mineral_id, source_file_id, source_row, 'reserves'
    from marts.fct_reserves
    union all
    select correction_id, edition_id, mineral_id, source_file_id, source_row, statistic
    from marts.fct_stock_total
) as p
inner join marts.dim_source_file as f using (source_file_id)
where p.correction_id is not null and {where}
group by p.correction_id, p.edition_id, p.mineral_id, p.statistic
order by p.edition_id, p.correction_id, p.mineral_id, p.statistic
"""

ALL = {
    "files_account": FILES_ACCOUNT,
    "set_aside": SET_ASIDE,
    "corrected": CORRECTED,
}
