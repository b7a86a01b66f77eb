"""A fingerprint is the same exactly when schema and rows are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.ground.fingerprint import table_fingerprint

Connection = duckdb.DuckDBPyConnection


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect(":memory:") as opened:
        opened.execute(
            "create table t as select range as a, 'x' || range as b, range / 7 as c, "
            "date '2026-02-06' as d from range(100)"
        )
        yield opened


def digest(connection: Connection, relation: str = "t") -> str:
    return table_fingerprint(connection, relation).digest


def test_order_of_rows_does_not_matter(connection: Connection) -> None:
    connection.execute("create table shuffled as select * from t order by md5(b)")
    assert digest(connection) == digest(connection, "shuffled")
    assert table_fingerprint(connection, "t").row_count == 100


@pytest.mark.parametrize(
    "change",
    [
        "update t set c = c * 1.000001 where a = 50",
        "update t set b = null where a = 50",
        "update t set b = 'x51' where a = 50",
        "insert into t select * from t where a = 50",
        "delete from t where a = 50",
        "alter table t rename column b to bb",
        "alter table t alter column a type integer",
        "alter table t add column e integer",
    ],
)
def test_any_change_of_schema_or_rows_matters(connection: Connection, change: str) -> None:
    before = digest(connection)
    connection.execute(change)
    assert digest(connection) != before


def test_order_of_a_sum_does_not_matter(connection: Connection) -> None:
    connection.execute("create table forward as select cast(0.1 as double) + 0.2 + 0.3 as total")
    connection.execute("create table backward as select cast(0.3 as double) + 0.2 + 0.1 as total")
    assert digest(connection, "forward") == digest(connection, "backward")


def test_parquet_and_table_have_the_same_fingerprint(
    connection: Connection, tmp_path: Path
) -> None:
    connection.execute(f"copy t to '{tmp_path}/t.parquet' (format parquet)")
    assert digest(connection) == digest(connection, f"read_parquet('{tmp_path}/t.parquet')")


PRINTED = st.text(st.characters(exclude_characters="\x1e\x1f", codec="utf-8"), max_size=4)
ROWS = st.lists(st.tuples(PRINTED | st.none(), PRINTED | st.none()), max_size=6)
Rows = list[tuple[str | None, str | None]]


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(first=ROWS, second=ROWS)
def test_same_fingerprint_means_same_rows(first: Rows, second: Rows) -> None:
    with duckdb.connect(":memory:") as opened:
        opened.execute("create table one (a varchar, b varchar); create table two as from one")
        for row in first:
            opened.execute("insert into one values (?, ?)", list(row))
        for row in second:
            opened.execute("insert into two values (?, ?)", list(row))
        same = Counter(first) == Counter(second)
        assert (digest(opened, "one") == digest(opened, "two")) == same
