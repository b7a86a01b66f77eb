"""Accepted deviations excuse what they name, until they expire or are no longer needed."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from orchestration.gates.frames import read_frame
from orchestration.gates.gx import Session
from orchestration.gates.judge import Judge
from orchestration.gates.suites import Suite
from orchestration.gates.verdicts import ACCEPTED, Verdict
from orchestration.ground.errors import GateError
from tests.gates.conftest import Write, expectation, share_within

TODAY = date(2026, 11, 22)


@pytest.fixture
def build(small: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    small.execute("update marts.shares set share_pct = 101 where country_id = 'IDN'")
    return small


def judge(connection: duckdb.DuckDBPyConnection, suite: Suite, session: Session) -> Verdict:
    return Judge(session, None, TODAY).judge(suite, read_frame(connection, suite))


def entry(rows: str, expires_on: str = "2026-12-31", rule: str = "rule") -> str:
    return (
        f"deviations: [{{suite: marts/shares, expectation: {rule}, rows: {rows}, "
        f"reason: looked at, expires_on: {expires_on}}}]"
    )


def test_named_rows_are_excused_visibly(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    suite = write_suite(share_within(), deviations=entry("{country_id: IDN, year: 2024}"))
    verdict = judge(build, suite, session)
    assert verdict.passed
    assert verdict.outcomes[0].status == ACCEPTED
    assert "looked at" in verdict.outcomes[0].note
    assert verdict.accepted_until == "2026-12-31"


def test_other_rows_still_fail(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    build.execute("update marts.shares set share_pct = -1 where country_id = 'CHN'")
    suite = write_suite(share_within(), deviations=entry("{country_id: IDN}"))
    verdict = judge(build, suite, session)
    assert [row["country_id"] for row in verdict.failures[0].failing_rows] == ["CHN"]


def test_whole_table_expectations_are_excused_without_rows(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    rows = expectation("expect_table_row_count_to_be_between", min_value=10)
    assert judge(build, write_suite(rows, deviations=entry("{}")), session).passed


def test_expired_entry_excuses_nothing(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    suite = write_suite(share_within(), deviations=entry("{country_id: IDN}", "2026-11-21"))
    verdict = judge(build, suite, session)
    assert verdict.failures
    assert "expired on 2026-11-21" in verdict.problems[0]


def test_entry_that_is_no_longer_needed_fails(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    suite = write_suite(share_within(), deviations=entry("{country_id: [IDN]}"))
    assert not judge(build, suite, session).passed
    build.execute("update marts.shares set share_pct = 9 where country_id = 'IDN'")
    suite = write_suite(share_within(), deviations=entry("{country_id: IDN}"))
    verdict = judge(build, suite, session)
    assert not verdict.passed
    assert "excuses nothing any more" in verdict.problems[0]


def test_entry_for_an_edition_that_is_not_built_is_set_aside(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    build.execute("delete from marts.shares where country_id = 'IDN'")
    suite = write_suite(share_within(), deviations=entry("{country_id: IDN}"))
    verdict = judge(build, suite, session)
    assert verdict.passed
    assert "has no rows in this build, or none" in verdict.skips[0]


def test_entry_for_a_row_that_is_not_asked_is_set_aside(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    """A frame leaves the column empty where the question does not arise any more."""
    build.execute("update marts.shares set share_pct = null where country_id = 'IDN'")
    suite = write_suite(share_within(), deviations=entry("{country_id: IDN}"))
    verdict = judge(build, suite, session)
    assert verdict.passed
    assert "has no rows in this build, or none" in verdict.skips[0]


def test_entry_of_an_unknown_expectation_fails(
    build: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    suite = write_suite(share_within(), deviations=entry("{country_id: IDN}", rule="typo"))
    assert any("'typo'" in problem for problem in judge(build, suite, session).problems)


def test_entry_without_expiry_is_refused(write_suite: Write) -> None:
    with pytest.raises(GateError, match="incomplete"):
        write_suite(share_within(), deviations=entry("{country_id: IDN}", expires_on="never"))


def test_an_entry_changes_the_suites_digest(write_suite: Write) -> None:
    plain = write_suite(share_within())
    accepted = write_suite(share_within(), deviations=entry("{country_id: IDN}"))
    framed = write_suite(share_within(), frame="select * from marts.shares")
    assert len({plain.sha256, accepted.sha256, framed.sha256}) == 3
