"""Comparisons with the last release: facts as suite parameters, columns by frame SQL."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.gates.frames import released_sources, show_last_release
from orchestration.gates.gx import Session
from orchestration.gates.verdicts import SKIPPED
from tests.gates.conftest import Write, expectation, judge_now, share_within

FRAME = """
select shares.*, 100 * shares.share_pct / released.share_pct as to_last_release_pct
from marts.shares as shares
left join previous.shares as released using (mineral_id, country_id, year)
"""
NEEDS = {"needs": "last_release"}
ROWS = expectation(
    "expect_table_row_count_to_be_between",
    id="not_shrunk",
    min_value={"$PARAMETER": "previous_row_count"},
    meta=NEEDS,
)
MINERALS = expectation(
    "expect_column_distinct_values_to_contain_set",
    id="minerals_stay",
    column="mineral_id",
    value_set={"$PARAMETER": "previous_distinct_mineral_id"},
    meta=NEEDS,
)
MAGNITUDE = share_within(
    id="magnitude", column="to_last_release_pct", min_value=50, max_value=200, meta=NEEDS
)


@pytest.fixture
def release(small: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    folder = tmp_path / "20260101T000000Z-00000000"
    folder.mkdir()
    small.execute(f"copy marts.shares to '{folder}/shares.parquet' (format parquet)")
    return folder


def test_first_release_is_a_declared_skip(
    small: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    suite = write_suite(share_within(), ROWS, MINERALS, MAGNITUDE, frame=FRAME)
    verdict = judge_now(small, suite, session)
    assert verdict.passed
    assert verdict.evaluated == 1
    skipped = [outcome for outcome in verdict.outcomes if outcome.status == SKIPPED]
    assert {outcome.id for outcome in skipped} == {"not_shrunk", "minerals_stay", "magnitude"}
    assert all("no last release" in outcome.note for outcome in skipped)


@pytest.mark.parametrize(
    ("change", "failing"),
    [
        ("select 1", set()),
        ("delete from marts.shares where country_id = 'IDN'", {"not_shrunk"}),
        ("update marts.shares set mineral_id = 'tin' where country_id = 'CHN'", {"minerals_stay"}),
        ("update marts.shares set share_pct = 4 where country_id = 'CHN'", {"magnitude"}),
    ],
)
def test_table_is_compared_with_the_last_release(
    change: str,
    failing: set[str],
    small: duckdb.DuckDBPyConnection,
    release: Path,
    write_suite: Write,
    session: Session,
) -> None:
    show_last_release(small, release)
    small.execute(change)
    suite = write_suite(share_within(), ROWS, MINERALS, MAGNITUDE, frame=FRAME)
    verdict = judge_now(small, suite, session, release.name)
    assert not verdict.problems
    assert {outcome.id for outcome in verdict.failures} == failing
    assert verdict.last_release == release.name


def test_new_column_is_null_in_the_last_release(
    small: duckdb.DuckDBPyConnection, release: Path, write_suite: Write, session: Session
) -> None:
    show_last_release(small, release)
    small.execute("alter table marts.shares add column rank integer default 1")
    frame = FRAME.replace("select shares.*", "select shares.*, released.rank as released_rank")
    verdict = judge_now(small, write_suite(ROWS, MAGNITUDE, frame=frame), session, release.name)
    assert verdict.passed


def test_unknown_fact_does_not_pass(
    small: duckdb.DuckDBPyConnection, release: Path, write_suite: Write, session: Session
) -> None:
    show_last_release(small, release)
    typo = expectation(
        "expect_table_row_count_to_be_between",
        min_value={"$PARAMETER": "0.9 * previous_rowcount"},
        meta=NEEDS,
    )
    verdict = judge_now(small, write_suite(typo), session, release.name)
    assert any("previous_rowcount" in problem for problem in verdict.problems)


@pytest.fixture
def two_sources(small: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    """A release with rows of two sources; the build has those of one."""
    folder = tmp_path / "20260101T000000Z-0b0b0b0b"
    folder.mkdir()
    ours, theirs = "'usgs_mcs_2026'", "'iea_2025'"
    small.execute(f"alter table marts.shares add column edition_id varchar default {ours}")
    small.execute("create temp table twice as from marts.shares")
    small.execute(f"insert into twice select * replace ({theirs} as edition_id) from twice")  # noqa: S608
    small.execute(f"copy twice to '{folder}/shares.parquet' (format parquet)")
    editions = f"select unnest([{ours}, {theirs}]) as edition_id"
    small.execute(f"copy ({editions}) to '{folder}/dim_edition.parquet' (format parquet)")
    return folder


def test_rows_of_a_source_that_is_switched_off_are_not_missed(
    small: duckdb.DuckDBPyConnection, two_sources: Path, write_suite: Write, session: Session
) -> None:
    assert released_sources(two_sources, {"iea", "bgs_wms"}) == {"iea"}
    show_last_release(small, two_sources)
    suite = write_suite(share_within(), ROWS)
    lost = judge_now(small, suite, session, two_sources.name)
    assert [failure.id for failure in lost.failures] == ["not_shrunk"]
    for path in two_sources.glob("*.parquet"):
        small.execute(f'drop view previous."{path.stem}"')
    show_last_release(small, two_sources, {"iea"})
    assert judge_now(small, suite, session, two_sources.name).passed
    small.execute("delete from marts.shares where country_id = 'IDN'")
    spoilt = judge_now(small, suite, session, two_sources.name)
    assert [failure.id for failure in spoilt.failures] == ["not_shrunk"]
