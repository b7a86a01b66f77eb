"""What is shown of unmeasured and left-out output, on the real release.

Belongs here: the watchlist's order, verdicts with everybody, both readings of a rounded total,
the table that stands for a mineral. Does not belong here: rules on made-up rows (dbt unit tests).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings

Row = dict[str, Any]
SIGNS = 9


@pytest.fixture(scope="module")
def release(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(released) as connection:
        yield connection


def rows(release: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    found = release.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def signs_of(row: Row) -> dict[str, bool | None]:
    return {name: value for name, value in row.items() if name.startswith("sign_")}


def place(row: Row, signs: dict[str, bool | None], others: list[Row]) -> int:
    """The rank that the written rule gives a row with these signs among the others."""

    def risk(of: Row, answers: dict[str, bool | None]) -> tuple[int, float]:
        may_be = sum(answer is not False for answer in answers.values())
        return may_be, of["top1_share_all_max_pct"] or 100.0

    own = risk(row, signs)
    return 1 + sum(risk(other, signs_of(other)) > own for other in others)


@pytest.fixture(scope="module")
def watched(release: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = defaultdict(list)
    for row in rows(release, "select * from marts.rpt_watchlist where figures_basis is not null"):
        lists[row["list_id"]].append(row)
    assert len(lists) >= 8
    assert sum(map(len, lists.values())) > 200
    return lists


def test_a_sign_that_becomes_unknown_never_moves_a_row_to_the_safer_end(
    watched: dict[str, list[Row]],
) -> None:
    measured = 0
    for lines in watched.values():
        for row in lines:
            others = [other for other in lines if other is not row]
            signs = signs_of(row)
            assert len(signs) == SIGNS
            assert place(row, signs, others) == row["risk_rank"], row["mineral_id"]
            for name in (name for name, answer in signs.items() if answer is not None):
                measured += 1
                assert place(row, {**signs, name: None}, others) <= row["risk_rank"]
    assert measured > 1000


def test_a_step_that_no_table_counts_has_no_answer(watched: dict[str, list[Row]]) -> None:
    strategy = watched["uk_strategy_2025"]
    unmeasured = [
        row
        for row in strategy
        if row["processing_tables"] == 0 and row["processing_unmeasured_steps"] > 0
    ]
    assert len(unmeasured) > 15
    for row in unmeasured:
        for name in ("above_cap", "concentrated", "rising"):
            assert row[f"sign_processing_{name}"] is None
        summary = row["summary"]
        assert "processing is not measured" in summary, summary
    (copper,) = (row for row in strategy if row["mineral_id"] == "copper")
    assert copper["sign_mining_above_cap"] is False
    assert copper["sign_processing_above_cap"] is None, "a smelter's output is not counted"


def test_a_verdict_that_needs_an_open_country_is_null(release: duckdb.DuckDBPyConnection) -> None:
    open_ones = rows(
        release,
        """
        select c.* from marts.fct_single_country_cap as c
        where c.top_share_pct is not null and c.table_id in (
            select table_id from marts.fct_production
            where excludes is not null and share_all_max_pct = 100 and country_id <> 'OTHER')
        """,
    )
    assert len(open_ones) > 60
    assert {row["is_above_cap"] for row in open_ones} == {None}
    assert {"magnesite", "silicon", "tellurium"} <= {row["mineral_id"] for row in open_ones}
    bounded = rows(
        release,
        "select is_above_cap from marts.fct_single_country_cap"
        " where mineral_id = 'titanium' and form = 'sponge' and year = 2025 and is_latest_vintage",
    )
    assert bounded == [{"is_above_cap": True}]


def test_above_since_ends_when_the_share_falls(release: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        release,
        """
        select mineral_id, is_above_cap, first_year_above from marts.fct_single_country_cap
        where is_latest_vintage and year = 2025
            and mineral_id in ('beryllium', 'fluorspar', 'cobalt', 'magnesium')
        """,
    )
    since = {row["mineral_id"]: row["first_year_above"] for row in found}
    assert since["beryllium"] is None
    assert since["fluorspar"] is None
    assert since["cobalt"] is not None
    # 2021 and 2022 leave the United States out: above for certain only since
    assert since["magnesium"] == 2023


def test_the_bounds_contain_both_readings_of_every_printed_total(
    release: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(
        release,
        """
        select table_id, country_id, share_pct, share_min_pct, share_max_pct,
            share_of_printed_pct, world_tonnes, world_printed_tonnes,
            least(100.0, 100 * quantity_tonnes / world_printed_tonnes) as of_printed
        from marts.fct_production
        where share_pct is not null and world_printed_tonnes > 0
        """,
    )
    assert len(found) > 8000
    for row in found:
        assert row["share_min_pct"] - 1e-5 <= row["of_printed"] <= row["share_max_pct"] + 1e-5, row
        assert row["share_min_pct"] <= row["share_pct"] <= row["share_max_pct"], row
        more = row["world_tonnes"] > row["world_printed_tonnes"]
        assert (row["share_of_printed_pct"] is not None) == more, row
    bismuth = next(
        row
        for row in found
        if row["table_id"] == "usgs_mcs_2026/bismuth/refinery/all/2025"
        and row["country_id"] == "CHN"
    )
    assert bismuth["share_max_pct"] >= bismuth["of_printed"] > bismuth["share_pct"]


def test_the_table_that_stands_for_a_mineral_and_the_largest_share(
    release: duckdb.DuckDBPyConnection,
) -> None:
    profiles = {
        row["mineral_id"]: row for row in rows(release, "select * from marts.rpt_mineral_profile")
    }
    silicon = profiles["silicon"]
    assert (silicon["form"], silicon["year"]) == ("ferrosilicon", 2025)
    assert silicon["largest_share_form"] == "silicon_metal"
    assert silicon["largest_share_pct"] > 80 > silicon["top1_share_pct"]
    assert "natural" in profiles["soda_ash"]["summary"]
    assert "largest producer that is named" in profiles["krypton"]["summary"]
    assert profiles["iron"]["basis"] == "content"
    for row in profiles.values():
        if row["largest_share_pct"] is not None:
            assert row["largest_share_pct"] >= row["top1_share_pct"], row["mineral_id"]


def test_nobody_leads_where_more_is_made_by_nobody_who_is_named(
    release: duckdb.DuckDBPyConnection,
) -> None:
    (led,) = rows(
        release,
        "select minerals_led from marts.rpt_country_profile where country_id = 'USA'",
    )
    assert "Krypton" not in led["minerals_led"]
    assert "Beryllium" in led["minerals_led"]
