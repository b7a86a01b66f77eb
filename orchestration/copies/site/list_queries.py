"""The questions about lists and evidence that the pages ask of the released tables.

Belongs here: SQL on public tables, each with `{where}`, for `queries.ALL`.
Does not belong here: running them (`data.py`), conditions (`queries.text`).
"""

from __future__ import annotations

COVERAGE = """
select
    p.country_id, p.list_id, l.jurisdiction, l.list_name, l.published_on, p.counting_rule,
    p.evidence_window, p.first_year, p.last_year, p.list_members, p.produced_members,
    p.not_produced_members, p.unknown_members, p.coverage_pct, p.coverage_max_pct,
    p.can_supply_members, p.can_supply_unknown_members, p.only_said_members
from marts.fct_country_list_coverage as p
inner join marts.dim_critical_list as l using (list_id)
where p.is_latest_window and {where}
order by p.country_id, l.published_on desc, p.list_id, p.counting_rule
"""

EVIDENCE = """
select
    p.country_id, p.list_id, p.member_no, p.member_as_printed, p.mineral_id,
    m.mineral_name, p.is_produced, p.stages_produced, p.stage, p.form, p.year,
    p.quantity_tonnes, p.share_pct, p.share_rank, p.edition_id, p.value_status, p.why,
    p.can_supply, g.grade_name, f.meaning as supply_why, p.supply_year, p.looked_in
from marts.fct_country_list_evidence as p
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_evidence_grade as g on p.supply_grade = g.grade
inner join marts.dim_evidence_finding as f on p.supply_reason = f.finding
where {where}
order by p.country_id, p.list_id, p.member_no, m.mineral_name
"""

MINERAL_EVIDENCE = """
select
    p.country_id, p.mineral_id, m.mineral_name, p.is_produced, p.is_mined, p.is_processed,
    b.meaning as mined_because, l.meaning as processed_because, p.stage, p.form, p.year,
    p.share_pct, p.share_rank, p.value_status, p.edition_id, f.file_name, p.source_row
from marts.fct_country_mineral_evidence as p
inner join marts.dim_mineral as m using (mineral_id)
left join marts.dim_evidence_reason as b on p.mined_reason = b.reason
left join marts.dim_evidence_reason as l on p.processed_reason = l.reason
left join marts.dim_source_file as f on p.source_file_id = f.source_file_id
where {where}
order by p.country_id, m.mineral_name, p.mineral_id
"""
