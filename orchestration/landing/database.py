"""The landing's database: one SQLite file, one transaction for one decision.

Belongs here: the file, its version, connections, transactions, what their errors mean to people.
Does not belong here: its tables and rows (`rows.py`), the files of version 1 (`version_1.py`).

A killed process leaves a transaction that the next connection rolls back: a decision and its line
in the ledger are both there, or neither is.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal, NoReturn

from orchestration.ground.errors import BusyError, SourceError
from orchestration.landing import version_1
from orchestration.landing.rows import SCHEMA
from orchestration.settings import WarehouseSettings

DATABASE, VERSION = "landing.db", 1
BUSY_SECONDS = 60.0  # deciding about the largest edition takes ten
# A rollback journal, not WAL: it works on network shares, and a folder that cannot be written can
# be read. Readers wait only while a commit reaches the disk. `extra` also syncs the folder, so that
# a power cut right after a commit does not bring the journal, and with it the old state, back.
_DURABLE = "pragma synchronous=extra"
_DISK_FAULTS = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


def database_path(settings: WarehouseSettings) -> Path:
    """Where the database is."""
    return settings.landing_dir / DATABASE


@contextmanager
def reading(settings: WarehouseSettings) -> Iterator[sqlite3.Connection | None]:
    """One consistent view for the block; None where nothing ever came.

    Raises:
        SourceError: when the file is no database of this program.
    """
    if database_path(settings).exists() or version_1.is_there(settings):
        with _transaction(settings, "deferred") as database:
            yield database
    else:
        yield None


@contextmanager
def deciding(settings: WarehouseSettings) -> Iterator[sqlite3.Connection]:
    """One process at a time changes what is landed: all that the block writes, or nothing.

    Raises:
        BusyError: when another process is still deciding after a minute.
        SourceError: when the file is no database of this program.
    """
    with _transaction(settings, "immediate") as database:
        yield database


@contextmanager
def _transaction(
    settings: WarehouseSettings, kind: Literal["deferred", "immediate"]
) -> Iterator[sqlite3.Connection]:
    path = database_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        with closing(connection) as database:
            database.row_factory = sqlite3.Row
            database.execute(_DURABLE)
            _bring_up(settings, database)
            database.execute(f"begin {kind}")
            yield database
            database.execute("commit")
    except sqlite3.Error as error:
        _explain(path, error)


def _bring_up(settings: WarehouseSettings, database: sqlite3.Connection) -> None:
    """Make the tables at the first opening, with all that version 1 had kept in files."""
    if _version(database) == 0:
        database.execute("begin immediate")
        if _version(database) == 0:  # no other process was faster
            for statement in SCHEMA:
                database.execute(statement)
            version_1.take_over(settings, database)
            database.execute(f"pragma user_version={VERSION}")
        database.execute("commit")
    if _version(database) != VERSION:
        raise SourceError(
            "the landing's database was made by another version of this program",
            where=str(database_path(settings)),
            expected=f"version {VERSION}",
            found=f"version {_version(database)}",
            way_out="run the program that made it, or restore a backup of before",
        )
    version_1.put_aside(settings)


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("pragma user_version").fetchone()[0])


def _explain(path: Path, error: sqlite3.Error) -> NoReturn:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # without its detail
    if code == sqlite3.SQLITE_BUSY:
        raise BusyError(
            "Another process is deciding about an arrival",
            where=str(path),
            way_out="let it finish, then try again",
        ) from None
    if code in _DISK_FAULTS:
        raise OSError(errno.EIO, str(error), str(path)) from error
    raise SourceError(
        "the landing's database cannot be read",
        where=str(path),
        expected="an SQLite file, as this program writes it",
        found=str(error),
        way_out="restore it from a backup; or delete it, and the next `minerals refresh --live` "
        "decides about every edition anew",
    ) from error
