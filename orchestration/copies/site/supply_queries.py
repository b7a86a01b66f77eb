"""The questions about supply that the pages ask: who fills a gap, who buys where, what groups make.

Belongs here: SQL on public tables, each with `{where}`, for `queries.ALL`; how many minerals a
country was said to supply, year after year.
Does not belong here: running them (`data.py`), conditions (`queries.text`), customs' trade
(`trade_queries.py`).
"""

from __future__ import annotations

PARTNERS = """
select
    p.mineral_id, p.source_id, p.stage, p.form, p.year, p.edition_id, p.top_country_id,
    t.country_name as top_country, p.tonnes_to_cap, k.tonnes_to_cap_min, k.tonnes_to_cap_max,
    p.partner_country_id, c.country_name, p.output_tonnes, p.output_status,
    p.output_part_of_gap_pct, p.capacity_tonnes, p.spare_tonnes, p.spare_min_tonnes,
    p.spare_max_tonnes, p.reserves_tonnes, p.reserves_years_of_gap
from marts.fct_cap_partner as p
inner join marts.fct_single_country_cap as k using (table_id, measure)
inner join marts.dim_country as c on p.partner_country_id = c.country_id
inner join marts.dim_country as t on p.top_country_id = t.country_id
where p.is_latest_vintage and p.measure = 'world_production' and {where}
order by
    p.mineral_id, p.source_id, p.stage, p.form, p.year desc, p.output_tonnes desc nulls last,
    p.reserves_tonnes desc nulls last, c.country_name
"""

IMPORT_SOURCES = """
select
    p.mineral_id, p.form, p.edition_id, p.period_from, p.period_to, p.country_id, c.country_name,
    p.share_pct, p.share_min_pct, p.share_max_pct, p.share_rank, p.value_status,
    p.value_as_printed, p.includes_hong_kong, f.file_name, p.source_row
from marts.fct_import_source as p
inner join marts.dim_country as c using (country_id)
inner join marts.dim_source_file as f using (source_file_id)
where p.is_latest_vintage and {where}
order by
    p.mineral_id, p.form, p.period_to desc, p.share_rank nulls last, p.share_pct desc nulls last,
    c.country_name
"""

RELIANCES = """
select
    p.mineral_id, p.form, p.is_headline, p.year, p.edition_id, p.nir_pct, p.nir_min_pct,
    p.nir_max_pct, p.value_status, p.value_as_printed, p.figure_value_as_printed,
    p.is_figure_equal, p.printed_in, f.file_name, p.source_row
from marts.fct_net_import_reliance_by_form as p
inner join marts.dim_source_file as f using (source_file_id)
where p.is_latest_vintage and {where}
order by p.mineral_id, p.is_headline desc, p.form, p.year desc
"""

DEPENDENCE = """
select
    p.mineral_id, p.edition_id, p.import_form, p.import_period_from, p.import_period_to,
    p.leading_source_country_id, s.country_name, p.leading_source_share_pct,
    p.leading_source_share_min_pct, p.leading_source_share_max_pct, p.top3_source_share_pct,
    p.named_source_count, p.leading_producer_country_id, t.country_name as top_country,
    p.leading_producer_share_pct, p.leading_producer_share_min_pct,
    p.leading_producer_share_max_pct, p.producer_edition_id, p.producer_stage as stage,
    p.producer_form as form, p.producer_year as year, p.source_production_share_pct,
    p.source_production_rank, p.producer_import_share_pct
from marts.fct_import_dependence as p
inner join marts.dim_country as s on p.leading_source_country_id = s.country_id
left join marts.dim_country as t on p.leading_producer_country_id = t.country_id
where p.is_latest_vintage and {where}
order by p.mineral_id
"""

STOCK_TOTALS = """
select
    p.mineral_id, p.statistic, p.stage, p.form, p.basis, p.year, p.edition_id,
    p.printed_tonnes as quantity_tonnes, p.printed_min_tonnes as quantity_min_tonnes,
    p.printed_max_tonnes as quantity_max_tonnes, p.summed_tonnes, p.difference_pct, p.excludes,
    p.value_status, p.is_estimated, p.value_as_printed, p.unit_as_printed, f.file_name,
    p.source_row
from marts.fct_stock_total as p
inner join marts.dim_source_file as f using (source_file_id)
where p.is_latest_vintage and {where}
qualify p.year = max(p.year) over (partition by p.mineral_id, p.statistic, p.stage, p.form)
order by p.mineral_id, p.statistic desc, p.stage, p.form, p.edition_id
"""

MEMBERS = """
select p.group_id, p.mineral_id, m.mineral_name
from marts.dim_mineral_member as p
inner join marts.dim_mineral as m using (mineral_id)
where {where}
order by p.group_id, m.mineral_name
"""

GROUP_SHARES = """
select
    p.mineral_id, p.source_id, p.stage, p.form, p.year, p.edition_id, p.group_id, g.group_name,
    p.member_count, p.named_members, p.unknown_members, p.share_pct, p.share_min_pct,
    p.share_max_pct, p.share_all_min_pct, p.share_all_max_pct, p.excludes
from marts.fct_group_share as p
inner join (select distinct group_id, group_name from marts.dim_country_group) as g
    using (group_id)
where p.is_latest_vintage and {where}
qualify p.year = max(p.year) over (partition by p.mineral_id, p.source_id, p.stage, p.form)
order by p.mineral_id, p.source_id, p.stage, p.form, p.share_pct desc nulls last, g.group_name
"""

LINEAGE = """
select
    p.lineage_id, p.said_on, p.list_as_said, p.list_id, p.said_count, p.said_total,
    p.speaker as said_by, p.subject_country_id, p.verb, p.reported_by as reporter, p.note,
    p.list_members, p.then_evidence_window,
    p.then_produced_members, p.then_unknown_members, p.now_evidence_window,
    p.now_produced_members, p.now_unknown_members, p.said_more_than_now, p.is_possible_now
from marts.fct_claim_lineage as p
where {where}
order by p.subject_country_id, p.said_on, p.lineage_id
"""

EXPORT_WORTH = """
select
    p.mineral_id, p.trade_level, p.hs_edition, p.year, p.value_min_usd, p.value_max_usd, p.hhi,
    p.hhi_min, p.hhi_max, p.top1_country_id, p.top1_share_pct, p.codes_held, p.codes_in_list,
    p.edition_id, p.is_latest_vintage
from marts.fct_trade_concentration as p
where p.subject_kind = 'mineral' and {where}
order by p.mineral_id, p.trade_level, p.hs_edition, p.year, p.edition_id
"""

ALL = {
    "export_worth": EXPORT_WORTH,
    "partners": PARTNERS,
    "import_sources": IMPORT_SOURCES,
    "reliances": RELIANCES,
    "dependence": DEPENDENCE,
    "stock_totals": STOCK_TOTALS,
    "members": MEMBERS,
    "group_shares": GROUP_SHARES,
    "lineage": LINEAGE,
}
