"""The questions that the pages ask of the released tables.

Belongs here: SQL on public tables, each with `{where}`; the pages show the same text with the
condition of one chart, so what a reader copies is what the page was made from.
Does not belong here: running them (`data.py`), measures.
"""

from __future__ import annotations

from orchestration.build.names import NAMES
from orchestration.copies.answers import markets, outlook, plants, steps
from orchestration.copies.site import account_queries, supply_queries, trade_queries
from orchestration.copies.site.list_queries import COVERAGE, EVIDENCE, MINERAL_EVIDENCE

SHARES = """
select
    p.table_id, p.mineral_id, p.stage, p.form, p.basis, p.source_id, p.edition_id, p.year,
    p.country_id, c.country_name, c.is_residual, p.quantity_tonnes, p.quantity_min_tonnes,
    p.quantity_max_tonnes, p.value_status, p.is_estimated, p.value_as_printed,
    p.unit_as_printed, p.country_as_printed, p.correction_id, p.is_latest_vintage,
    s.world_tonnes, s.world_printed_tonnes, s.world_basis, s.share_pct, s.share_of_printed_pct,
    coalesce(s.share_min_pct, s.share_all_min_pct) as share_min_pct,
    coalesce(s.share_max_pct, s.share_all_max_pct) as share_max_pct,
    s.share_all_min_pct, s.share_all_max_pct, s.excludes, s.share_rank,
    n.interval_min as next_min_pct, n.interval_max as next_max_pct, f.file_name, p.source_row
from marts.fct_production as p
inner join marts.fct_country_share as s
    using (edition_id, mineral_id, stage, form, country_id, year)
inner join marts.dim_country as c using (country_id)
inner join marts.dim_source_file as f on p.source_file_id = f.source_file_id
left join marts.fct_revision_interval as n
    on p.table_id = n.table_id and p.country_id = n.subject_id and n.statistic = 'share'
    and n.level_pct = 90
where {where}
order by
    p.mineral_id, p.source_id, p.stage, p.form, p.year desc, p.edition_id desc,
    s.share_rank nulls last, c.country_name, p.source_row
"""

CONCENTRATION = """
select
    p.mineral_id, p.stage, p.form, p.basis, p.source_id, p.edition_id, p.year, p.hhi,
    p.hhi_min, p.hhi_max, p.hhi_all_min, p.hhi_all_max, p.excludes, p.top1_share_pct,
    p.top3_share_pct, p.producer_count,
    p.effective_producers, p.residual_share_pct, p.withheld_count, p.world_tonnes,
    p.world_basis, p.no_world_because, p.firmness, p.firmness_reasons, p.hhi_revision_min,
    p.hhi_revision_max, p.top_revision_min_pct, p.top_revision_max_pct,
    p.is_latest_vintage
from marts.fct_concentration as p
where {where}
order by p.mineral_id, p.source_id, p.stage, p.form, p.year, p.edition_id
"""

WORLD_TOTALS = """
select
    p.mineral_id, p.stage, p.form, p.source_id, p.edition_id, p.year, p.printed_tonnes,
    p.summed_tonnes, p.difference_pct, p.excludes, p.value_as_printed, p.unit_as_printed,
    p.is_latest_vintage, f.file_name, p.source_row
from marts.fct_world_total as p
inner join marts.dim_source_file as f on p.source_file_id = f.source_file_id
where {where}
order by p.mineral_id, p.source_id, p.stage, p.form, p.year, p.edition_id
"""

REVISIONS = """
select
    p.mineral_id, p.stage, p.form, p.source_id, p.country_id, c.country_name, p.year,
    p.from_edition_id, p.to_edition_id, p.from_tonnes, p.to_tonnes, p.change_pct,
    p.from_value_as_printed, p.to_value_as_printed, f.unit_as_printed as from_unit_as_printed,
    t.unit_as_printed as to_unit_as_printed
from marts.fct_revision as p
inner join marts.dim_country as c using (country_id)
inner join marts.fct_production as f
    on p.from_source_file_id = f.source_file_id and p.from_source_row = f.source_row
    and p.mineral_id = f.mineral_id and p.stage = f.stage and p.form = f.form
    and p.country_id = f.country_id and p.year = f.year
inner join marts.fct_production as t
    on p.to_source_file_id = t.source_file_id and p.to_source_row = t.source_row
    and p.mineral_id = t.mineral_id and p.stage = t.stage and p.form = t.form
    and p.country_id = t.country_id and p.year = t.year
where {where}
order by
    p.mineral_id, p.source_id, p.stage, p.form, p.year desc,
    abs(p.to_tonnes - p.from_tonnes) desc nulls last, c.country_name, p.to_edition_id
"""

AGREEMENT = """
select
    p.mineral_id, p.stage, p.form, p.country_id, c.country_name, p.year, p.left_edition_id,
    p.right_edition_id, p.left_tonnes, p.right_tonnes, p.left_value_as_printed,
    p.right_value_as_printed, p.difference_pct, p.difference_class, p.reason,
    l.file_name as left_file_name, p.left_source_row, r.file_name as right_file_name,
    p.right_source_row
from marts.fct_source_agreement as p
inner join marts.dim_country as c using (country_id)
inner join marts.dim_source_file as l on p.left_source_file_id = l.source_file_id
inner join marts.dim_source_file as r on p.right_source_file_id = r.source_file_id
where {where}
order by
    p.mineral_id, p.year desc, p.stage, p.form,
    greatest(p.left_tonnes, p.right_tonnes) desc nulls last, c.country_name, p.left_source_id
"""

BACKTEST = """
select
    p.statistic, p.revision_class, p.level_pct, p.from_edition_id, p.to_edition_id, p.pair_role,
    p.pairs, p.tables, p.not_printed, p.missed, p.covered_pct, p.covered_min_pct,
    p.covered_max_pct, p.median_width, p.width_unit, p.calibrated_on, p.method_version, p.frozen_on
from marts.fct_revision_backtest as p
where {where}
order by
    p.to_edition_id desc, p.statistic = 'cap_verdict', p.statistic, p.revision_class <> 'all',
    p.revision_class, p.level_pct
"""

RESERVES = """
select
    p.mineral_id, p.stage, p.form, p.basis, p.source_id, p.edition_id, p.year,
    p.country_id, c.country_name, c.is_residual, p.quantity_tonnes, p.quantity_min_tonnes,
    p.quantity_max_tonnes, p.value_status, p.is_estimated, p.value_as_printed,
    p.unit_as_printed, f.file_name, p.source_row
from marts.fct_reserves as p
inner join marts.dim_country as c using (country_id)
inner join marts.dim_source_file as f on p.source_file_id = f.source_file_id
where {where}
order by
    p.mineral_id, p.form, p.year desc, p.quantity_tonnes desc nulls last, c.country_name,
    p.source_row
"""

MINERALS = "select * from marts.rpt_mineral_profile where {where} order by mineral_name"

COUNTRIES = "select * from marts.rpt_country_profile where {where} order by country_name"

WATCHLIST = """
select *
from marts.rpt_watchlist
where {where}
order by list_id, risk_rank nulls last, mineral_name
"""

HEADLINES = """
select p.list_id, p.headline_id, p.lines, p.list_lines, p.definition
from marts.rpt_headline as p
where {where}
order by p.list_id, p.headline_id
"""

LISTS = "select * from marts.dim_critical_list where {where} order by published_on, list_id"

LIST_MEMBERS = """
select
    p.list_id, l.jurisdiction, l.list_name, l.published_on, l.citation, p.member_no,
    p.member_as_printed, p.mineral_id, p.member_kind, p.is_watched
from marts.fct_list_member as p
inner join marts.dim_critical_list as l using (list_id)
where {where}
order by l.published_on, p.list_id, p.member_no, p.mineral_id
"""

CLAIMS = """
select
    p.claim_id, p.claim, p.speaker, p.reported_by, p.reported_on, p.subject_country_id,
    c.country_name, p.list_id, p.mineral_id, m.mineral_name, p.is_in_scope, p.scope_note
from marts.dim_claim as p
left join marts.dim_country as c on p.subject_country_id = c.country_id
left join marts.dim_mineral as m on p.mineral_id = m.mineral_id
where {where}
order by p.claim_id
"""

CHECKS = """
select
    p.claim_id, p.reading_id, p.reading, p.reads_as, p.edition_id, p.year,
    p.measured_value, p.measured_min, p.measured_max, p.measured_period, p.unit, p.counted_min,
    p.counted_max, p.excludes, p.revision_min, p.revision_max,
    p.comparison, p.threshold, p.threshold_period, p.verdict, p.why, p.would_measure,
    p.evidence_table, p.evidence_key, p.known_from, p.known_until, p.is_latest_vintage, f.file_name,
    p.source_row
from marts.fct_claim_check as p
left join marts.dim_source_file as f on p.source_file_id = f.source_file_id
where {where}
order by p.claim_id, p.reading_id, p.year nulls first, p.edition_id, p.check_id
"""

POLICY = """
select
    p.policy_measure_id, p.kind, p.control_type, p.party_a, p.party_a_name, p.party_b,
    p.party_b_name, p.signed_on, p.signed_precision, p.year, p.instrument,
    p.minerals_as_printed, p.source_name, p.source_url
from marts.fct_policy_measure as p
where {where}
order by p.kind, p.year desc nulls last, p.party_a_name, p.policy_measure_id
"""

POLICY_MINERALS = """
select p.policy_measure_id, p.mineral_id, p.covers, p.stage
from marts.fct_policy_measure_mineral as p
where {where}
order by p.policy_measure_id, p.mineral_id, p.covers
"""

RELIANCE = """
select p.mineral_id, p.form, p.year, p.edition_id, p.value_as_printed
from marts.fct_net_import_reliance as p
where p.is_latest_vintage and {where}
order by p.mineral_id, p.form, p.year
"""

EDITIONS = "select * from marts.dim_edition where {where} order by source_id, published_on, edition"

FILES = """
select p.edition_id, p.file_name, p.sha256, p.bytes, p.row_count
from marts.dim_source_file as p
where {where}
order by p.edition_id, p.file_name
"""

ALL = {
    "backtest": BACKTEST,
    "shares": SHARES,
    "concentration": CONCENTRATION,
    "world_totals": WORLD_TOTALS,
    "revisions": REVISIONS,
    "agreement": AGREEMENT,
    "reserves": RESERVES,
    "minerals": MINERALS,
    "countries": COUNTRIES,
    "watchlist": WATCHLIST,
    "lists": LISTS,
    "list_members": LIST_MEMBERS,
    "coverage": COVERAGE,
    "headlines": HEADLINES,
    "evidence": EVIDENCE,
    "mineral_evidence": MINERAL_EVIDENCE,
    "steps": steps.STEPS,
    "claims": CLAIMS,
    "checks": CHECKS,
    "policy": POLICY,
    "policy_minerals": POLICY_MINERALS,
    "reliance": RELIANCE,
    **markets.QUERIES,
    "outlook": outlook.OUTLOOK,
    "capacity": plants.CAPACITY,
    "editions": EDITIONS,
    "files": FILES,
    "names": NAMES,
    **trade_queries.ALL,
    **supply_queries.ALL,
    **account_queries.ALL,
}


def text(name: str, **conditions: str | int | bool) -> str:
    """A query with its condition written out, ready to be copied and run.

    Args:
        name: one of `ALL`.
        conditions: column and value; columns with `p` as their table where the query has one.
    """
    sql = ALL[name]
    prefix = "p." if " as p" in sql else ""
    where = " and ".join(
        f"{prefix}{column}" if value is True else f"{prefix}{column} = {_literal(value)}"
        for column, value in conditions.items()
    )
    return sql.format(where=where or "true").strip() + ";"


def _literal(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"
