"""Frames: what a gate looks at, read from the build database in one short read-only visit.

Belongs here: the connection, a table's fingerprint, its pandas frame with the comparison columns
that its suite's frame SQL adds, and the facts about the last release that suites refer to.
Does not belong here: judging.

Frame SQL reads `<layer>.<table>` of the build and, as `previous.<table>`, the same table of the
last release (empty when there is none), and returns every row and column of the table plus more.
Rows of a source that is switched off now are not in `previous`: they are gone on purpose.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.ground.connection import Column, describe, literal, open_memory, quoted
from orchestration.ground.errors import GateError
from orchestration.ground.fingerprint import Fingerprint, table_fingerprint

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from orchestration.gates.suites import Suite

PREVIOUS_ROW_COUNT = "previous_row_count"
PREVIOUS_DISTINCT = "previous_distinct_"


@dataclass(frozen=True)
class TableFrame:
    """A table as its gate sees it.

    `frame` has every column of the table, but values only where the suite looks: copying text that
    nobody reads is what judging would spend its time on. `empty_columns` comes from the table.
    """

    frame: pd.DataFrame
    fingerprint: Fingerprint
    columns: tuple[str, ...]
    empty_columns: tuple[str, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)
    compares: bool = False


@contextmanager
def open_for_judging(
    database: Path, last_release: Path | None, switched_off: Collection[str] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees the build read-only and the last release beside it.

    Raises:
        GateError: when the build database is missing or another connection writes to it.
    """
    import duckdb

    connection = open_memory()
    try:
        connection.execute(f"attach {literal(str(database))} as build (read_only)")
        connection.execute("attach ':memory:' as previous")
        connection.execute("use build")
    except duckdb.Error as error:
        connection.close()
        raise GateError(
            "The build database cannot be opened for judging",
            where=str(database),
            expected="an existing DuckDB file that nobody is writing to",
            found=str(error),
            way_out="run the build first, and close every other connection to this file",
        ) from error
    try:
        show_last_release(connection, last_release, switched_off)
        yield connection
    finally:
        connection.close()


def show_last_release(
    connection: duckdb.DuckDBPyConnection,
    last_release: Path | None,
    switched_off: Collection[str] = (),
) -> None:
    """Make the tables of a release visible as `previous.<table>`, without sources that are off."""
    for path in sorted(last_release.glob("*.parquet")) if last_release else []:
        source = f"read_parquet({literal(str(path))})"
        kept = "true"
        if switched_off:
            kept = _of_other_sources(describe(connection, source), switched_off)
        view = f"previous.{quoted(path.stem)}"
        connection.execute(f"create view {view} as from {source} where {kept}")


def _of_other_sources(columns: Sequence[Column], sources: Collection[str]) -> str:
    """The condition that no column of a row names one of these sources or an edition of it."""
    named = [c.name for c in columns if c.name.endswith(("source_id", "edition_id"))]
    alike = [
        f"coalesce({quoted(name)} = {literal(source)}"
        f" or starts_with({quoted(name)}, {literal(source + '_')}), false)"
        for name in named
        for source in sorted(sources)
    ]
    return f"not ({' or '.join(alike)})" if alike else "true"


def released_sources(last_release: Path | None, sources: Collection[str]) -> set[str]:
    """Those of some sources that a release has editions of; none without a release."""
    path = last_release / "dim_edition.parquet" if last_release else None
    if path is None or not path.exists():
        return set()
    asked = f"select edition_id from read_parquet({literal(str(path))})"  # noqa: S608
    with closing(open_memory()) as connection:
        editions = [str(row[0]) for row in connection.execute(asked).fetchall()]
    return {name for name in sources if any(each.startswith(f"{name}_") for each in editions)}


def tables_of(connection: duckdb.DuckDBPyConnection, layer: str) -> set[str]:
    """Tables and views of a schema of the build, as `schema.table`."""
    rows = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = 'build' and table_schema = ?",
        [layer],
    ).fetchall()
    return {f"{layer}.{row[0]}" for row in rows}


def read_frame(
    connection: duckdb.DuckDBPyConnection, suite: Suite, fingerprint: Fingerprint | None = None
) -> TableFrame:
    """Read a suite's table, whose fingerprint may be known from `seen_by`.

    Raises:
        duckdb.Error: when the table is missing or the frame SQL does not fit it.
    """
    columns = describe(connection, suite.table)
    table = suite.table.split(".", 1)[1]
    compares = _show_previous(connection, table, columns)
    return TableFrame(
        frame=_frame(connection, suite),
        fingerprint=fingerprint or table_fingerprint(connection, suite.table),
        columns=tuple(column.name for column in columns),
        empty_columns=_empty_columns(connection, suite.table, columns),
        parameters=_parameters(connection, suite, table) if compares else {},
        compares=compares,
    )


def seen_by(connection: duckdb.DuckDBPyConnection, suite: Suite) -> tuple[str, Fingerprint]:
    """Digest of everything that the verdict of a suite follows from, and its table's fingerprint.

    The frame may read other tables and the last release: what counts is what came out of it.

    Raises:
        duckdb.Error: when the table is missing or the frame SQL does not fit it.
    """
    table = suite.table.split(".", 1)[1]
    compares = _show_previous(connection, table, describe(connection, suite.table))
    relations = [suite.table, *([f"(\n{suite.frame_sql}\n)"] if suite.frame_sql else [])]
    found = [table_fingerprint(connection, relation) for relation in relations]
    body = {
        "suite": [suite.sha256, suite.may_be_empty],
        "content": [fingerprint.digest for fingerprint in found],
        "last_release": _parameters(connection, suite, table) if compares else None,
    }
    return hashlib.sha256(json.dumps(body, default=str).encode()).hexdigest(), found[0]


def _frame(connection: duckdb.DuckDBPyConnection, suite: Suite) -> pd.DataFrame:
    """Rows of the frame SQL (or of the table), with values in the columns that the suite reads."""
    source = f"(\n{suite.frame_sql}\n)" if suite.frame_sql else suite.table
    names = [column.name for column in describe(connection, source)]
    read = suite.columns_read & set(names) or set(names[:1])
    chosen = ", ".join(quoted(name) for name in names if name in read)
    frame = connection.execute(f"select {chosen} from {source}").df()  # noqa: S608
    return frame.reindex(columns=names, fill_value=False)


def _empty_columns(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[Column]
) -> tuple[str, ...]:
    counts = ", ".join(f"count({quoted(column.name)})" for column in columns)
    row = connection.execute(f"select {counts} from {table}").fetchone() or ()  # noqa: S608
    return tuple(c.name for c, filled in zip(columns, row, strict=True) if not filled)


def _show_previous(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[Column]
) -> bool:
    """Give the last release's table today's columns, or stand an empty one in for it."""
    view = f"previous.{quoted(table)}"
    released = _released_columns(connection, table)
    if not released:
        empty = ", ".join(f"cast(null as {c.type}) as {quoted(c.name)}" for c in columns)
        connection.execute(f"create or replace view {view} as select {empty} where false")
        return False
    missing = [c for c in columns if c.name not in released]
    if missing:
        more = ", ".join(f"cast(null as {c.type}) as {quoted(c.name)}" for c in missing)
        connection.execute(f"alter view {view} rename to {quoted('released ' + table)}")
        source = f"previous.{quoted('released ' + table)}"
        connection.execute(f"create view {view} as select *, {more} from {source}")  # noqa: S608
    return True


def _released_columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """Columns of a table in the last release; none when it was not in it."""
    found = connection.execute(
        "select 1 from duckdb_views() where database_name = 'previous' and view_name = ?", [table]
    ).fetchone()
    if found is None:
        return set()
    return {column.name for column in describe(connection, f"previous.{quoted(table)}")}


def _parameters(connection: duckdb.DuckDBPyConnection, suite: Suite, table: str) -> dict[str, Any]:
    """The facts about the last release that the suite asks for; unknown names stay unanswered."""
    wanted = {name for expectation in suite.expectations for name in expectation.parameters}
    source = f"previous.{quoted(table)}"
    known = _released_columns(connection, table)
    facts: dict[str, Any] = {}
    if PREVIOUS_ROW_COUNT in wanted:
        facts[PREVIOUS_ROW_COUNT] = _column(connection, f"select count(*) from {source}")[0]  # noqa: S608
    for name in sorted(wanted):
        column = name.removeprefix(PREVIOUS_DISTINCT)
        if name.startswith(PREVIOUS_DISTINCT) and column in known:
            values = f"select distinct {quoted(column)} as v from {source}"  # noqa: S608
            facts[name] = _column(connection, f"from ({values}) where v is not null order by v")
    return facts


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return [row[0] for row in connection.execute(query).fetchall()]
