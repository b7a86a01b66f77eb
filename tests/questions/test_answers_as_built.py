"""Answers of a whole build: the cases that the questions came from, recomputed by other means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def build(built_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        connection.execute("use marts")
        yield connection


def test_every_claim_is_read_or_out_of_scope(build: duckdb.DuckDBPyConnection) -> None:
    claims = dict(build.execute("select claim_id, is_in_scope from dim_claim").fetchall())
    checked = {row[0] for row in build.execute("select claim_id from fct_claim_check").fetchall()}
    assert len(claims) >= 23
    assert checked == {claim for claim, is_in_scope in claims.items() if is_in_scope}


def test_titanium_depends_on_the_stage(build: duckdb.DuckDBPyConnection) -> None:
    found = dict(
        build.execute(
            """
            select reading_id, verdict from fct_claim_check
            where claim_id = 'C04' and edition_id = 'usgs_mcs_2026' and year = 2025
            """
        ).fetchall()
    )
    assert found["sponge_top5"] == "supported"
    assert found["ilmenite_top5"] == "refuted"


def test_what_is_said_to_be_in_no_file_is_in_none(build: duckdb.DuckDBPyConnection) -> None:
    """A claim that cannot be measured names the codes that are missing; one that came is no gap."""
    texts = build.execute(
        """
        select distinct would_measure from fct_claim_check
        where would_measure like '%no file held here%'
        """
    ).fetchall()
    missing = {
        code
        for (text,) in texts
        for code in re.findall(r"\b\d{6}\b", text.partition("no file held here")[0])
    }
    assert {"284410", "790111"} <= missing
    held = build.execute("select distinct hs_code from fct_trade_exporter").fetchall()
    assert missing.isdisjoint(code for (code,) in held)


def test_a_level_that_one_edition_of_the_codes_lacks_is_read_in_another(
    build: duckdb.DuckDBPyConnection,
) -> None:
    """Cathodes of copper are in HS17 alone, of two years, the first without weights."""
    found = build.execute(
        """
        select reading_id, year, verdict, measured_value from fct_claim_check
        where claim_id = 'C05' and reading_id like 'export_rank_cathode%' order by all
        """
    ).fetchall()
    assert found == [
        ("export_rank_cathode_value", 2022, "supported", 5),
        ("export_rank_cathode_value", 2024, "supported", 4),
        ("export_rank_cathode_weight", 2022, "undetermined", None),
        ("export_rank_cathode_weight", 2024, "undetermined", 4),
    ]


def test_a_leader_within_a_point_of_the_cap_is_undecided(build: duckdb.DuckDBPyConnection) -> None:
    straddling = build.execute(
        """
        select is_above_cap from fct_single_country_cap
        where top_share_min_pct <= 60 and 60 < top_share_max_pct and abs(top_share_pct - 60) < 1
        """
    ).fetchall()
    assert straddling
    assert set(straddling) == {(None,)}


def test_coverage_is_the_evidence_counted(build: duckdb.DuckDBPyConnection) -> None:
    different = build.execute(
        """
        select country_id, list_id from fct_country_list_coverage as coverage
        inner join fct_country_list_evidence as evidence
            using (country_id, list_id, evidence_window)
        where counting_rule = 'lines'
        group by all
        having any_value(produced_members) <> count(*) filter (where is_produced)
            or any_value(unknown_members) <> count(*) filter (where is_produced is null)
            or any_value(mined_members) <> count(*) filter (where is_mined)
            or any_value(processed_unknown_members) <> count(*) filter (where is_processed is null)
            or any_value(list_members) <> count(*)
        """
    ).fetchall()
    assert different == []


def test_every_country_and_every_list_is_covered(build: duckdb.DuckDBPyConnection) -> None:
    expected = build.execute(
        """
        select (select count(*) from dim_country where not is_residual)
            * (select count(*) from dim_critical_list) * 2
        """
    ).fetchone()
    found = build.execute(
        "select count(*) from fct_country_list_coverage where is_latest_window"
    ).fetchone()
    assert found == expected


def test_each_yes_is_a_printed_row(build: duckdb.DuckDBPyConnection) -> None:
    without = build.execute(
        """
        select evidence.country_id, evidence.list_id, evidence.member_no
        from fct_country_list_evidence as evidence
        left join fct_production as production
            on evidence.source_file_id = production.source_file_id
            and evidence.source_row = production.source_row
            and evidence.country_id = production.country_id
            and evidence.year = production.year
        where evidence.is_produced
            and not coalesce(
                production.quantity_tonnes > 0
                or production.quantity_min_tonnes > 0
                or production.value_status = 'below_unit',
                false
            )
        """
    ).fetchall()
    assert without == []


def test_group_shares_count_each_member_once(build: duckdb.DuckDBPyConnection) -> None:
    members: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for group, *spell in build.execute(
        """
        select group_id, country_id, cast(member_from as varchar),
            coalesce(cast(member_to as varchar), '9999') from dim_country_group
        """
    ).fetchall():
        members[group].append((spell[0], spell[1], spell[2]))
    shares: dict[tuple[object, ...], dict[str, float]] = defaultdict(dict)
    for *table, country, share in build.execute(
        """
        select edition_id, mineral_id, stage, form, year, country_id, share_pct
        from fct_country_share where share_pct is not null
        """
    ).fetchall():
        shares[tuple(table)][country] = share
    for *table, group, share in build.execute(
        """
        select edition_id, mineral_id, stage, form, year, group_id, share_pct
        from fct_group_share where share_pct is not null
        """
    ).fetchall():
        day = f"{table[4]}-12-31"
        current = {country for country, start, end in members[group] if start <= day <= end}
        by_hand = sum(shares[tuple(table)].get(country, 0.0) for country in current)
        assert share == pytest.approx(by_hand, abs=1e-4), (table, group)


def test_lineage_counts_what_was_known(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute(
        """
        select said_on, then_evidence_window, now_evidence_window from fct_claim_lineage
        where lineage_id = 'K03'
        """
    ).fetchall()
    newest = "iea_2025+usgs_mcs_2026+wmd_2026"
    assert rows == [("2024-03-12", "usgs_mcs_2024", newest)]
