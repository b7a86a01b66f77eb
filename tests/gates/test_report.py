"""A failed gate says which suite, which expectation, which rows, and what to do."""

from __future__ import annotations

import duckdb

from orchestration.gates.gx import Session
from orchestration.gates.report import explain, gate_error
from tests.gates.conftest import Write, judge_now, share_within


def test_failed_gate_tells_all(
    small: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    small.execute("update marts.shares set share_pct = 101 where country_id = 'IDN'")
    suite = write_suite(share_within(meta={"way_out": "look into the mill"}))
    verdict = judge_now(small, suite, session)
    text = explain(verdict)
    for part in (
        "gate marts/shares DID NOT PASS (3 rows; 1 of 1 expectations evaluated, 1 critical)",
        "critical: rule: 1 of 3 rows",
        "row: share_pct=101, mineral_id=cobalt, country_id=IDN, year=2024",
        "what to do: look into the mill",
        "expectations/suites/marts/shares.json",
    ):
        assert part in text
    error = gate_error([verdict])
    assert error is not None
    assert "1 gate did not pass: marts/shares" in str(error)
    assert "nothing was released" in str(error)


def test_passed_gate_is_one_line(
    small: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    verdict = judge_now(small, write_suite(share_within()), session)
    assert explain(verdict).count("\n") == 0
    assert gate_error([verdict]) is None


def test_many_rows_are_counted_not_printed(
    small: duckdb.DuckDBPyConnection, write_suite: Write, session: Session
) -> None:
    small.execute("insert into marts.shares select 'tin', 'C' || range, 2024, 200 from range(30)")
    verdict = judge_now(small, write_suite(share_within()), session)
    assert "… and 25 more" in explain(verdict)
    assert len(verdict.failures[0].failing_rows) == 20
