"""Which tables a frame reads is taken from its SQL; where more counts than those, nothing is."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from orchestration.gates.inputs import inputs_digest, tables_named
from orchestration.gates.suites import load_suites
from tests.conftest import PROJECT_ROOT


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("from marts.fct_production", {"marts.fct_production"}),
        ("from build.marts.a join raw.b using (x)", {"marts.a", "raw.b"}),
        ("with a as (from raw.b), c as (from a) from c", {"raw.b"}),
        ("select (select max(year) from marts.a) from previous.a", {"marts.a", "previous.a"}),
        ("select 1 where exists (from marts.a where x in (from raw.b))", {"marts.a", "raw.b"}),
        ("select 1", set()),
    ],
)
def test_tables_of_a_statement(
    sql: str, tables: set[str], connection: duckdb.DuckDBPyConnection
) -> None:
    assert tables_named(connection, sql) == tables


@pytest.mark.parametrize(
    "sql",
    [
        "select current_date from marts.a",
        "select *, x < localtimestamp from marts.a",
        "select now(), random() from marts.a",
        "select today() from marts.a",
        "select (select uuid()) from marts.a",
        "from read_parquet('a.parquet')",
        "from 'a.csv'",
        "from a",
        "from marts.a where",
    ],
)
def test_what_follows_from_more_than_tables_is_looked_into_each_time(
    sql: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert tables_named(connection, sql) is None


def test_frames_of_this_project(connection: duckdb.DuckDBPyConnection) -> None:
    """Those that look at the calendar are known to; every other one names its tables."""
    suites = load_suites(PROJECT_ROOT / "expectations" / "suites", "marts")
    frames = {suite.table: suite.frame_sql for suite in suites if suite.frame_sql}
    unknown = {t for t, sql in frames.items() if tables_named(connection, sql) is None}
    assert unknown == {t for t, sql in frames.items() if "current_date" in sql}
    assert len(unknown) < len(frames)


def test_a_table_that_is_not_known_leaves_the_digest_empty(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    suites = load_suites(PROJECT_ROOT / "expectations" / "suites", "marts")
    (suite,) = (suite for suite in suites if suite.table == "marts.fct_concentration")
    assert suite.frame_sql is not None
    named = tables_named(connection, suite.frame_sql) or set()
    known = dict.fromkeys(named | {suite.table}, "a digest")
    whole = inputs_digest(connection, suite, known, compares=True)
    assert whole
    for name in {n for n in named if not n.startswith("previous.")} | {suite.table}:
        without = {n: digest for n, digest in known.items() if n != name}
        assert inputs_digest(connection, suite, without, compares=True) == ""
        other = inputs_digest(connection, suite, known | {name: "another"}, compares=True)
        assert other not in ("", whole)
    alone = inputs_digest(connection, suite, known, compares=False)
    gone = inputs_digest(connection, suite, known, compares=True, gone=["comtrade"])
    assert len({whole, alone, gone}) == 3
