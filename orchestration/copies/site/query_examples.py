"""Questions that the query page offers to begin with.

Belongs here: SQL on public tables that a reader changes for a question of his own; each is short
and names its columns, bounds and editions.
Does not belong here: their titles (`labels/`), the questions that the other pages ask (`queries`).
"""

from __future__ import annotations

EXAMPLES: dict[str, str] = {
    "producers": """
select c.country_name, s.share_pct, s.share_min_pct, s.share_max_pct, s.value_status, s.edition_id
from marts.fct_country_share as s
inner join marts.dim_country as c using (country_id)
where s.mineral_id = 'cobalt' and s.stage = 'mine' and s.year = 2024 and s.is_latest_vintage
    and s.source_id = 'usgs_mcs'
order by s.share_pct desc nulls last, s.share_max_pct desc
""",
    "concentrated": """
select m.mineral_name || ', ' || n.stage as mineral, n.hhi, n.hhi_min, n.hhi_max,
    n.top1_country_id, n.top1_share_pct, n.firmness, n.year, n.edition_id
from marts.fct_concentration as n
inner join marts.dim_mineral as m using (mineral_id)
where n.is_latest_vintage and n.source_id = 'usgs_mcs' and n.form = 'all' and n.hhi is not null
qualify row_number() over (partition by n.mineral_id, n.stage order by n.year desc) = 1
order by n.hhi desc
limit 20
""",
    "years": """
select s.year, c.country_name, s.share_pct, s.share_min_pct, s.share_max_pct, s.edition_id
from marts.fct_country_share as s
inner join marts.dim_country as c using (country_id)
where s.mineral_id = 'nickel' and s.stage = 'mine' and s.source_id = 'usgs_mcs'
    and s.is_latest_vintage and s.country_id in ('IDN', 'PHL', 'RUS', 'CAN', 'AUS')
order by s.year, c.country_name
""",
    "country": """
select m.mineral_name || ', ' || s.stage || ', ' || s.form as mineral, s.share_pct,
    s.share_min_pct, s.share_max_pct, s.share_rank, s.value_status, s.year, s.edition_id,
    s.source_row
from marts.fct_country_share as s
inner join marts.dim_mineral as m using (mineral_id)
where s.country_id = 'KAZ' and s.is_latest_vintage
qualify row_number() over (partition by s.mineral_id, s.stage, s.form order by s.year desc) = 1
order by s.share_pct desc nulls last
""",
    "lines": """
select e.member_as_printed, e.can_supply, g.grade_name, g.proves, e.supply_year, e.edition_id,
    e.why
from marts.fct_country_list_evidence as e
left join marts.dim_evidence_grade as g on e.supply_grade = g.grade
where e.country_id = 'KAZ' and e.list_id = 'uk_strategy_2025'
    and e.evidence_window = (
        select max(evidence_window) from marts.fct_country_list_coverage where is_latest_window
    )
order by e.member_no
""",
    "claims": """
select k.claim, c.reading, c.measured_value, c.measured_min, c.measured_max, c.unit, c.threshold,
    c.verdict, c.edition_id, c.why
from marts.fct_claim_check as c
inner join marts.dim_claim as k using (claim_id)
where c.is_latest_vintage
order by c.claim_id, c.reading_id
""",
    "reserves": """
select c.country_name, r.quantity_tonnes, r.quantity_min_tonnes, r.quantity_max_tonnes,
    r.value_as_printed, r.unit_as_printed, r.edition_id, f.file_name, r.source_row
from marts.fct_reserves as r
inner join marts.dim_country as c using (country_id)
inner join marts.dim_source_file as f using (source_file_id)
where r.mineral_id = 'lithium' and r.is_latest_vintage
order by r.quantity_tonnes desc nulls last
""",
    "imports": """
select i.hs_edition, i.year, c.country_name, i.share_pct, i.share_min_pct, i.share_max_pct,
    i.value_usd, i.partner_basis, i.codes_held, i.codes_in_list, i.edition_id
from marts.fct_import_origin as i
inner join marts.dim_country as c on i.partner_id = c.country_id
where i.importer_id = 'GBR' and i.mineral_id = 'cobalt' and i.is_latest_vintage
    and i.subject_kind = 'mineral' and i.trade_level = 'chemical'
order by i.hs_edition desc, i.year, i.share_pct desc nulls last
""",
    "agreement": """
select m.mineral_name || ', ' || a.stage || ', ' || a.country_id as what, a.difference_pct,
    a.left_tonnes, a.left_edition_id, a.right_tonnes, a.right_edition_id, a.difference_class,
    a.reason, a.year
from marts.fct_source_agreement as a
inner join marts.dim_mineral as m using (mineral_id)
order by abs(a.difference_pct) desc
""",
}
