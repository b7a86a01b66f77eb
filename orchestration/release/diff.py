"""What changed between two releases: schema, rows and values, with keys.

Belongs here: comparing two folders of Parquet files, and the readable text.
Does not belong here: whether a change is believable (gates).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from orchestration.ground.connection import Column, describe, quoted
from orchestration.ground.documents import Document, read_document
from orchestration.ground.errors import ReleaseError
from orchestration.ground.fingerprint import canonical
from orchestration.release.breaks import Break
from orchestration.release.tables import IS_OPEN, parquet_relation

if TYPE_CHECKING:
    import duckdb

DIFF = "diff.json"
_KEPT = 200  # examples of each kind that diff.json keeps per table; the counts are complete


def diff_releases(
    connection: duckdb.DuckDBPyConnection,
    before: Path | None,
    after: Path,
    keys: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Compare the tables of two release folders.

    Args:
        connection: an open DuckDB connection; only temporary views are made.
        before: the earlier release; None when there is none.
        after: the later one.
        keys: columns that name a row, by table; rows of a table without are compared whole.
    """
    old = {path.stem: path for path in before.glob("*.parquet")} if before else {}
    new = {path.stem: path for path in after.glob("*.parquet")}
    tables: dict[str, Any] = {}
    for name in sorted(set(old) | set(new)):
        if name not in old:
            tables[name] = {"status": "added", "rows": {"after": _count(connection, new[name])}}
        elif name not in new:
            tables[name] = {"status": "removed", "rows": {"before": _count(connection, old[name])}}
        else:
            tables[name] = _compare(connection, old[name], new[name], keys.get(name, ()))
    return {"previous_release": before.name if before else None, "tables": tables}


class Diff(Document):
    """What a release changed, by table."""

    release_id: str
    previous_release: str | None
    tables: dict[str, dict[str, Any]]
    breaks: list[Break] = Field(default_factory=list)


def read_diff(folder: Path) -> Diff:
    """The diff that a release carries against the one before it.

    Raises:
        ReleaseError: when it cannot be read.
    """
    return read_document(
        Diff,
        folder / DIFF,
        "A release has no readable diff",
        way_out="delete the folder; another release can be served by `minerals rollback`",
        error=ReleaseError,
    )


def _compare(
    connection: duckdb.DuckDBPyConnection, old: Path, new: Path, key: Sequence[str]
) -> dict[str, Any]:
    if old.read_bytes() == new.read_bytes():
        return _unchanged(_count(connection, new))
    before = {c.name: c for c in describe(connection, parquet_relation(old))}
    after = {c.name: c for c in describe(connection, parquet_relation(new))}
    columns = {
        "added": [name for name in after if name not in before],
        "removed": [name for name in before if name not in after],
        "retyped": {
            name: [before[name].type, after[name].type]
            for name in after
            if name in before and before[name].type != after[name].type
        },
    }
    shared = [after[name] for name in after if name in before]
    usable = [column for column in shared if column.name in key]
    if len(usable) != len(key) or not key:
        usable = shared
    rows = _rows(connection, old, new, usable, shared)
    counts = rows["rows"]
    quiet = not any(columns.values()) and not any(
        counts[kind] for kind in ("added", "removed", "changed")
    )
    return {"status": "unchanged" if quiet else "changed", "columns": columns, **rows}


def _unchanged(rows: int) -> dict[str, Any]:
    """What is said of a table whose file is the same, byte for byte."""
    return {
        "status": "unchanged",
        "columns": {"added": [], "removed": [], "retyped": {}},
        "rows": {"before": rows, "after": rows, "added": 0, "removed": 0, "changed": 0},
        "changed_values": {},
        "examples": {"added": [], "removed": [], "changed": []},
    }


def _rows(
    connection: duckdb.DuckDBPyConnection,
    old: Path,
    new: Path,
    key: Sequence[Column],
    shared: Sequence[Column],
) -> dict[str, Any]:
    values = [column for column in shared if column not in key]
    _pair(connection, old, new, key, values)
    names = ", ".join(quoted(column.name) for column in key)
    shown = _may_be_shown(key, values)
    counts = _counts(connection, values)
    changed_values = {c.name: counts[f"new {c.name}"] for c in values if counts[f"new {c.name}"]}
    changed = [c for c in values if c.name in changed_values]
    return {
        "rows": {
            "before": _count(connection, old),
            "after": _count(connection, new),
            **{kind: counts[kind] for kind in ("added", "removed", "changed")},
        },
        "changed_values": changed_values,
        "examples": {
            "added": _side(connection, names, "added", shown),
            "removed": _side(connection, names, "removed", shown),
            "changed": [row for c in changed for row in _changes(connection, c, names, shown)][
                :_KEPT
            ],
        },
    }


def _counts(connection: duckdb.DuckDBPyConnection, values: Sequence[Column]) -> dict[str, int]:
    """How many rows came and went, how many values changed in each column and rows in all."""
    kinds = [f"count(*) filter (side = '{kind}') as {kind}" for kind in ("added", "removed")]
    each = [f"count(*) filter ({_differs(c)}) as {quoted('new ' + c.name)}" for c in values]
    some = " or ".join(_differs(column) for column in values) or "false"
    wanted = ", ".join([*kinds, f"count(*) filter ({some}) as changed", *each])
    (row,) = _records(connection, f"select {wanted} from paired")  # noqa: S608
    return row


def _may_be_shown(key: Sequence[Column], values: Sequence[Column]) -> str:
    """Which rows may be examples: a diff is copied and shown, and only open rows may be."""
    if any(column.name == IS_OPEN for column in key):
        return IS_OPEN
    if not any(column.name == IS_OPEN for column in values):
        return "true"
    old, new = quoted("old " + IS_OPEN), quoted("new " + IS_OPEN)
    return f"(side = 'added' or {old} = 'true') and (side = 'removed' or {new} = 'true')"


def _side(
    connection: duckdb.DuckDBPyConnection, names: str, side: str, shown: str
) -> list[dict[str, Any]]:
    return _records(
        connection,
        f"select {names} from paired where side = '{side}' and {shown} limit {_KEPT}",  # noqa: S608
    )


def _pair(
    connection: duckdb.DuckDBPyConnection,
    old: Path,
    new: Path,
    key: Sequence[Column],
    values: Sequence[Column],
) -> None:
    """Rows of both sides side by side, values as canonical text; rows may repeat without a key."""
    number = ", ".join(quoted(column.name) for column in key)
    nth = f"row_number() over (partition by {number}) as nth"
    keys = ", ".join(
        f"coalesce(b.{quoted(c.name)}, a.{quoted(c.name)}) as {quoted(c.name)}" for c in key
    )
    sides = ", ".join(
        f"{canonical(c, 'a.')} as {quoted('old ' + c.name)}, "
        f"{canonical(c, 'b.')} as {quoted('new ' + c.name)}"
        for c in values
    )
    same = " and ".join(f"a.{quoted(c.name)} is not distinct from b.{quoted(c.name)}" for c in key)
    connection.execute(
        f"""
        create or replace temp table paired as
        select
            {keys},
            case when a.nth is null then 'added' when b.nth is null then 'removed' else 'both' end
                as side
            {", " + sides if sides else ""}
        from (select *, {nth} from {parquet_relation(old)}) as a
        full join (select *, {nth} from {parquet_relation(new)}) as b
            on {same} and a.nth = b.nth
        order by {number}
        """  # noqa: S608
    )


def _differs(column: Column) -> str:
    old, new = quoted("old " + column.name), quoted("new " + column.name)
    return f"side = 'both' and {old} is distinct from {new}"


def _changes(
    connection: duckdb.DuckDBPyConnection, column: Column, names: str, shown: str
) -> list[dict[str, Any]]:
    found = _records(
        connection,
        f"""
        select {names}, {quoted("old " + column.name)} as "from value",
            {quoted("new " + column.name)} as "to value"
        from paired where {_differs(column)} and {shown} limit {_KEPT}
        """,  # noqa: S608
    )
    return [
        {
            "from": row.pop("from value"),
            "to": row.pop("to value"),
            "key": row,
            "column": column.name,
        }
        for row in found
    ]


def _records(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _count(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    return _one(connection, f"select count(*) from {parquet_relation(path)}")  # noqa: S608
