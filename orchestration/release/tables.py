"""The tables of a release: Parquet files, and the DuckDB file that is rebuilt from them.

Belongs here: writing and reading both, in a way that gives the same bytes for the same rows.
Does not belong here: which tables may go out (`admission.py`), what they mean (`dictionary.py`).

Parquet is the product and the database is made from it, so what readers open has been read back
once. The database keeps the storage format of DuckDB 1.0, in small blocks: most tables are smaller
than one of the usual size. Every engine since 1.1 opens it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.build.relations import fingerprints, in_build
from orchestration.ground.connection import Column, describe, literal, open_memory, quoted
from orchestration.ground.errors import ReleaseError
from orchestration.ground.fingerprint import Fingerprint, table_fingerprint

if TYPE_CHECKING:
    import duckdb

    from orchestration.release.dictionary import TableDoc
    from orchestration.settings import WarehouseSettings

SCHEMA = "marts"
IS_OPEN = "is_open"
"""The column in which a table says of its rows whether the publisher's terms allow passing on."""
_STORAGE = "storage_version 'v1.0.0', block_size 65536"
_THREADS = 2


@dataclass(frozen=True)
class Table:
    """A table of a release: its columns and fingerprint."""

    name: str
    columns: tuple[Column, ...]
    fingerprint: Fingerprint

    @property
    def parquet(self) -> str:
        """Name of its file."""
        return f"{self.name}.parquet"


@contextmanager
def open_build(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees the build read-only, as catalog `build`.

    Raises:
        ReleaseError: when the build cannot be opened.
    """
    import duckdb

    with open_memory() as connection:
        try:
            connection.execute(f"attach {literal(str(database))} as build (read_only)")
        except duckdb.Error as error:
            raise ReleaseError(
                "The build database cannot be opened, so there is nothing to publish",
                where=str(database),
                expected="an existing DuckDB file that nobody is writing to",
                found=str(error),
                way_out="run the build first, and close every other connection to this file",
            ) from error
        yield connection


def build_tables(
    settings: WarehouseSettings, connection: duckdb.DuckDBPyConnection, schema: str = SCHEMA
) -> list[Table]:
    """Tables of a schema of the build as they are now."""
    rows = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = 'build' and table_schema = ? order by table_name",
        [schema],
    ).fetchall()
    relations = {str(row[0]): in_build(f"{schema}.{row[0]}") for row in rows}
    found = fingerprints(settings, relations)
    return [
        Table(name, tuple(describe(connection, relation)), found[name])
        for name, relation in relations.items()
    ]


def parquet_shape(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[dict[str, str], int]:
    """Columns with their types and the number of rows of a Parquet file."""
    relation = parquet_relation(path)
    found = connection.execute(f"select count(*) from {relation}").fetchone()  # noqa: S608
    columns = {column.name: column.type for column in describe(connection, relation)}
    return columns, int(found[0]) if found else 0


def parquet_relation(path: Path) -> str:
    """What stands after `from` to read a Parquet file."""
    return f"read_parquet({literal(str(path))})"


def write_parquet(
    connection: duckdb.DuckDBPyConnection, table: Table, key: Sequence[str], folder: Path
) -> Path:
    """One file, ordered by key and then by everything, so that its bytes depend on rows only."""
    names = [column.name for column in table.columns]
    order = [*key, *(name for name in names if name not in key)]
    path = folder / table.parquet
    connection.execute(
        f"""
        copy (
            select {", ".join(quoted(name) for name in names)}
            from build.{SCHEMA}.{quoted(table.name)}
            order by {", ".join(f"{quoted(name)} asc nulls last" for name in order)}
        ) to {literal(str(path))} (format parquet, compression zstd)
        """  # noqa: S608
    )
    return path


def write_database(
    connection: duckdb.DuckDBPyConnection, path: Path, folder: Path, docs: Mapping[str, TableDoc]
) -> None:
    """Make the file that readers open from the Parquet files of a folder."""
    connection.execute(f"attach {literal(str(path))} as released ({_STORAGE})")
    try:
        connection.execute("begin")
        connection.execute(f"create schema released.{SCHEMA}")
        files = {
            f"released.{SCHEMA}.{quoted(file.stem)}": file
            for file in sorted(folder.glob("*.parquet"))
        }
        # Comments before rows: on a filled table each comment writes the map of blocks anew.
        stored = {name: file for name, file in files.items() if not docs[file.stem].view_of}
        for name, file in stored.items():
            connection.execute(f"create table {name} as from {parquet_relation(file)} limit 0")
            _comment(connection, name, docs[file.stem])
        for name in sorted(files.keys() - stored.keys()):
            _create_view(connection, name, files[name], docs[files[name].stem])
        for name, file in stored.items():
            connection.execute(f"insert into {name} from {parquet_relation(file)}")
        connection.execute("commit")
        connection.execute("checkpoint released")
    finally:
        connection.execute("detach released")


def _create_view(
    connection: duckdb.DuckDBPyConnection, name: str, file: Path, doc: TableDoc
) -> None:
    """A table that another one holds whole; the catalog is left out, readers name it as they like.

    Verification reads it as it reads every table, and compares it with what was judged.
    """
    columns = ", ".join(quoted(c.name) for c in describe(connection, parquet_relation(file)))
    connection.execute("use released")
    view, held = f"{SCHEMA}.{quoted(file.stem)}", f"{SCHEMA}.{quoted(str(doc.view_of))}"
    connection.execute(f"create view {view} as select {columns} from {held}")  # noqa: S608
    connection.execute("use memory")
    _comment(connection, name, doc)


def _comment(connection: duckdb.DuckDBPyConnection, name: str, doc: TableDoc) -> None:
    kind = "view" if doc.view_of else "table"
    comments = [f"comment on {kind} {name} is {literal(doc.description)}"]
    for column in describe(connection, name):
        text = doc.columns[column.name]
        unit = f" [{text.unit}]" if text.unit else ""
        target = f"{name}.{quoted(column.name)}"
        comments.append(f"comment on column {target} is {literal(text.description + unit)}")
    connection.execute(";\n".join(comments))


@contextmanager
def open_database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A released file, read-only, as catalog `released`."""
    with open_memory() as connection:
        connection.execute(f"attach {literal(str(path))} as released (read_only)")
        yield connection


def database_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Tables of a released file; a view is one to whoever reads it.

    Two at a time: each is one thread's work for the engine.
    """

    def read(name: str) -> Table:
        relation = f"released.{SCHEMA}.{quoted(name)}"
        with connection.cursor() as cursor:
            columns = tuple(describe(cursor, relation))
            return Table(name, columns, table_fingerprint(cursor, relation))

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(read, sorted(table_comments(connection))))


def table_comments(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Tables and views of a released file, and what each says about itself."""
    rows = connection.execute(
        """
        select table_name, coalesce(comment, '') from duckdb_tables()
        where database_name = 'released'
        union all
        select view_name, coalesce(comment, '') from duckdb_views()
        where database_name = 'released' and not internal
        """
    ).fetchall()
    return {str(name): str(comment) for name, comment in rows}


def without_comment(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables and columns of a released file that say nothing about themselves."""
    rows = connection.execute(
        """
        select table_name || '.' || column_name from duckdb_columns()
        where database_name = 'released' and coalesce(comment, '') = ''
        """
    ).fetchall()
    silent = [name for name, comment in table_comments(connection).items() if not comment]
    return sorted([*silent, *(str(row[0]) for row in rows)])
