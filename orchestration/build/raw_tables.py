"""The raw schema of the build database: as-reported rows, written whole or not at all.

Belongs here: putting frames of the publishers room into DuckDB tables of the same name.
Does not belong here: parsing (`publishers`), meaning (`dbt_project`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import pandas as pd

from orchestration.landing.pins import landed_frame
from orchestration.landing.types import PinnedEdition
from orchestration.settings import Settings

LANDED_TABLE = "landed_editions"
SHARED_TABLE = "source_files"  # every source adds its own rows to this one


@contextmanager
def raw_connection(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A short read-write connection to the build database, in one transaction."""
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(settings.build_database))
    try:
        connection.begin()
        connection.execute("create schema if not exists raw")
        yield connection
        connection.commit()
    finally:
        connection.close()


def write_tables(settings: Settings, tables: Mapping[str, pd.DataFrame]) -> None:
    """Replace the tables of one source; in the shared table replace that source's editions only.

    Args:
        settings: where the build database is.
        tables: raw table name to frame, columns and types as the publishers room gives them.
    """
    with raw_connection(settings) as connection:
        for name, frame in tables.items():
            connection.register("incoming", frame)
            if name == SHARED_TABLE:
                _replace_editions(connection, name)
            else:
                connection.execute(f"create or replace table raw.{name} as from incoming")
            connection.unregister("incoming")


def _replace_editions(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"create table if not exists raw.{name} as from incoming limit 0")
    # A build of an older version has other columns; every source writes its rows anew.
    if _columns(connection, f"raw.{name}") != _columns(connection, "incoming"):
        connection.execute(f"create or replace table raw.{name} as from incoming limit 0")
    connection.execute(
        f"delete from raw.{name} where edition_id in (select edition_id from incoming)"  # noqa: S608
    )
    connection.execute(f"insert into raw.{name} by name from incoming")


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    return {row[0] for row in connection.execute(f"describe {relation}").fetchall()}


def keep_editions(settings: Settings, editions: list[str]) -> int:
    """Drop files of editions that the input no longer holds.

    Returns:
        how many files are left.
    """
    with raw_connection(settings) as connection:
        connection.execute(
            "delete from raw.source_files where not list_contains($kept, edition_id)",
            {"kept": editions},
        )
        row = connection.execute("select count(*) from raw.source_files").fetchone()
    return int(row[0]) if row else 0


def write_landed_editions(settings: Settings, editions: Sequence[PinnedEdition]) -> int:
    """Replace the table of landed editions; it is there, and empty, where nothing has landed.

    Returns:
        how many editions have landed.
    """
    frame = landed_frame([edition for edition in editions if edition.origin == "landed"])
    with raw_connection(settings) as connection:
        connection.register("incoming", frame)
        connection.execute(f"create or replace table raw.{LANDED_TABLE} as from incoming")
    return len(frame)
