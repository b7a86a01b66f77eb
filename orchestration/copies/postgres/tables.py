"""The tables of a copy: types, rows, keys, references, indexes, comments, in a staging schema.

Belongs here: how a table of the released file becomes one of PostgreSQL.
Does not belong here: whether all arrived (`arrived.py`), the swap (`swap.py`), grants (`roles.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.copies.file.open_rows import open_rows
from orchestration.ground.connection import Column, literal, quoted
from orchestration.ground.errors import CopyError
from orchestration.release.tables import SCHEMA, open_database, table_comments

if TYPE_CHECKING:
    import duckdb
    import psycopg

    from orchestration.release.datapackage import Package, Schema
    from orchestration.release.manifest import Manifest

_TYPES = {
    "VARCHAR": "text",
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "BOOLEAN": "boolean",
    "TINYINT": "smallint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "HUGEINT": "numeric(38, 0)",
    "UTINYINT": "smallint",
    "USMALLINT": "integer",
    "UINTEGER": "bigint",
    "UBIGINT": "numeric(20, 0)",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}
_DECIMAL = re.compile(r"^DECIMAL\((\d+),(\d+)\)$")
_COLUMNS = """
select table_name, column_name, data_type, comment
from duckdb_columns() where database_name = 'released'
order by table_name, column_index
"""
_LONGEST_NAME = 63  # bytes; PostgreSQL would cut a longer one without a word
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Reference:
    """A column that refers to the key of another table."""

    column: str
    table: str
    field: str


@dataclass(frozen=True)
class Table:
    """A table of the release as it has to stand in PostgreSQL."""

    name: str
    columns: tuple[Column, ...]
    comments: dict[str, str]
    comment: str
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: int

    @property
    def pointing(self) -> tuple[str, ...]:
        """Columns that refer to another table and do not begin the key: each gets an index."""
        return tuple(sorted({each.column for each in self.references} - set(self.key[:1])))


@contextmanager
def open_release(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release's file, as catalog `released`."""
    with open_database(database) as connection:
        yield connection


def read_tables(
    source: duckdb.DuckDBPyConnection, manifest: Manifest, package: Package
) -> list[Table]:
    """What has to be copied: rows as the manifest counts them, keys as the package declares them.

    Raises:
        CopyError: with every name and type that PostgreSQL cannot take.
    """
    schemas = {resource.name: resource.table_schema for resource in package.resources}
    comments = table_comments(source)
    columns: dict[str, list[tuple[str, str, str]]] = {}
    for table, *column in source.execute(_COLUMNS).fetchall():
        columns.setdefault(str(table), []).append((column[0], column[1], column[2] or ""))
    tables = [
        _table(
            name,
            columns[name],
            comments[name],
            schemas[name],
            _open_count(source, name, columns[name], promised.rows),
        )
        for name, promised in sorted(manifest.tables.items())
    ]
    _refuse_untranslatable(tables)
    return tables


def _table(
    name: str, columns: list[tuple[str, str, str]], comment: str, schema: Schema, rows: int
) -> Table:
    key = tuple(schema.primary_key)
    return Table(
        name=name,
        columns=tuple(Column(column, kind) for column, kind, _ in columns),
        comments={column: text for column, _, text in columns},
        comment=comment,
        key=key,
        references=_references(name, schema),
        rows=rows,
    )


def _references(table: str, schema: Schema) -> tuple[Reference, ...]:
    found = {
        Reference(column, key.reference.resource, field)
        for key in schema.foreign_keys
        for column, field in zip(key.fields, key.reference.fields, strict=True)
    }
    own = {each for each in found if (each.table, each.field) == (table, each.column)}
    return tuple(sorted(found - own, key=lambda each: each.column))


def _open_count(
    source: duckdb.DuckDBPyConnection,
    name: str,
    columns: list[tuple[str, str, str]],
    promised: int,
) -> int:
    """Rows that the copy will have: what may not be passed on stays out of it."""
    where = open_rows([column for column, *_ in columns])
    if not where:
        return promised
    sql = f"select count(*) from released.{SCHEMA}.{quoted(name)}{where}"  # noqa: S608
    counted = source.execute(sql).fetchone()
    return int(counted[0]) if counted else 0


def postgres_type(duckdb_type: str) -> str | None:
    """The type that holds every value of a DuckDB type; None when there is none."""
    if decimal := _DECIMAL.match(duckdb_type):
        return f"numeric({decimal[1]}, {decimal[2]})"
    return _TYPES.get(duckdb_type)


def _refuse_untranslatable(tables: list[Table]) -> None:
    problems = [
        f"{table.name}.{column.name}: type {column.type}"
        for table in tables
        for column in table.columns
        if postgres_type(column.type) is None
    ]
    problems += [
        f"{name}: the name is longer than {_LONGEST_NAME} bytes"
        for table in tables
        for name in (table.name, *(column.name for column in table.columns))
        if len(name.encode()) > _LONGEST_NAME
    ]
    if problems:
        raise CopyError(
            "PostgreSQL cannot hold this release as it is, so its copy stays as it was",
            expected="one of the types " + ", ".join(_TYPES),
            found="\n    ".join(["", *problems]),
            way_out="cast the column in its dbt model, or add it to `copies/postgres/tables.py`",
        )


def create(connection: psycopg.Connection, staging: str, tables: list[Table]) -> None:
    """The staging schema with all tables, empty."""
    statements = [f"create schema {quoted(staging)}"]
    for table in tables:
        columns = ", ".join(f"{quoted(c.name)} {postgres_type(c.type)}" for c in table.columns)
        statements.append(f"create table {quoted(staging)}.{quoted(table.name)} ({columns})")
    connection.execute(";\n".join(statements))


def fill(
    connection: psycopg.Connection,
    source: duckdb.DuckDBPyConnection,
    staging: str,
    tables: list[Table],
    scratch: Path,
) -> None:
    """All rows of all tables, their keys, indexes and comments.

    DuckDB writes the tables that follow while PostgreSQL takes this one. `scratch` is an empty
    folder for them.
    """
    with (
        ThreadPoolExecutor(1) as writer,
        source.cursor() as reading,
    ):
        files = [writer.submit(_write_csv, reading, table, scratch) for table in tables]
        try:
            for table, file in zip(tables, files, strict=True):
                _load(connection, staging, table, file.result())
                _finish(connection, staging, table)
        finally:
            writer.shutdown(cancel_futures=True)


def _write_csv(source: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> Path:
    texts = [quoted(column.name) for column in table.columns if column.type == "VARCHAR"]
    # Quoted texts: nothing in them can be taken for a null, an end of data or a line's end.
    force = f", force_quote ({', '.join(texts)})" if texts else ""
    path = folder / f"{table.name}.csv"
    where = open_rows([column.name for column in table.columns])
    source.execute(
        f"copy (from released.{SCHEMA}.{quoted(table.name)}{where})"
        f" to {literal(str(path))} (format csv, header false{force})"
    )
    return path


def _load(connection: psycopg.Connection, staging: str, table: Table, path: Path) -> None:
    """The rows of a table.

    `freeze` is no tuning: it lets a transaction that began before the swap and comes to this table
    after it see the rows. Without it that reader would find the table empty.
    """
    with (
        path.open("rb") as file,
        connection.cursor() as cursor,
        cursor.copy(
            f"copy {quoted(staging)}.{quoted(table.name)} from stdin (format csv, freeze)"
        ) as copy,
    ):
        while chunk := file.read(_CHUNK):
            copy.write(chunk)
    path.unlink()


def _finish(connection: psycopg.Connection, staging: str, table: Table) -> None:
    """Key, indexes, comments, and statistics for the planner: what only a filled table can have."""
    name = f"{quoted(staging)}.{quoted(table.name)}"
    statements = ["set local default_statistics_target = 10"]
    if table.key:
        columns = ", ".join(quoted(column) for column in table.key)
        statements.append(f"alter table {name} add primary key ({columns})")
    statements += [f"create index on {name} ({quoted(column)})" for column in table.pointing]
    statements.append(f"comment on table {name} is {literal(table.comment)}")
    statements += [
        f"comment on column {name}.{quoted(column)} is {literal(comment)}"
        for column, comment in table.comments.items()
    ]
    # A first idea of what people join and filter by; the server's own analysis follows in minutes.
    columns = ", ".join(quoted(column) for column in dict.fromkeys((*table.key, *table.pointing)))
    statements.append(f"analyze {name} ({columns})" if columns else f"analyze {name}")
    connection.execute(";\n".join(statements))


def relate(connection: psycopg.Connection, staging: str, tables: list[Table]) -> None:
    """Foreign keys, checked by the server: tools that draw a model of the tables find it there.

    Only to a column that is a table's whole key, which is all that PostgreSQL can refer to.
    """
    keys = {table.name: table.key for table in tables}
    schema = quoted(staging)
    statements = [
        f"alter table {schema}.{quoted(table.name)} add foreign key ({quoted(each.column)})"
        f" references {schema}.{quoted(each.table)} ({quoted(each.field)})"
        for table in tables
        for each in table.references
        if keys.get(each.table) == (each.field,)
    ]
    if statements:
        connection.execute(";\n".join(statements))
