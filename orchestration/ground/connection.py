"""Connections that look at files without owning them, and names that are safe inside SQL.

Belongs here: opening an in-memory DuckDB that others are attached to, quoting, describing.
Does not belong here: what is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Column:
    """A column of a relation: its name and DuckDB type."""

    name: str
    type: str


def open_memory() -> duckdb.DuckDBPyConnection:
    """An empty in-memory database: times in UTC, no progress bar in other people's terminals."""
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


def quoted(name: str) -> str:
    """An identifier, safe to put into SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string literal, safe to put into SQL."""
    return "'" + text.replace("'", "''") + "'"


def describe(connection: duckdb.DuckDBPyConnection, relation: str) -> list[Column]:
    """Columns of anything that can stand after `from`, in order."""
    rows = connection.execute(f"describe from {relation}").fetchall()
    return [Column(str(row[0]), str(row[1])) for row in rows]
