"""One publication at a time, by a lock that no reader can take.

Belongs here: taking the turn.
Does not belong here: what is done in it (`publish.py`).

An advisory lock is a number that anybody who may connect can lock. A lock on a table needs a right
on the table, and nobody but its owner has one here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.ground.errors import BusyError

if TYPE_CHECKING:
    import psycopg

ROOM = "minerals_turn"
_MAKE = f"""
create schema if not exists {ROOM};
create table if not exists {ROOM}.turn (nobody_reads_this boolean);
revoke all on schema {ROOM} from public;
comment on schema {ROOM} is 'Whose turn it is to copy a release: whoever locks the table in it.'
"""


def hold_turn(connection: psycopg.Connection, where: str) -> None:
    """Hold the turn until the transaction ends.

    Raises:
        BusyError: when another process is copying.
    """
    import psycopg

    try:
        if not _is_made(connection):
            with connection.transaction():
                connection.execute(_MAKE)
        with connection.transaction():
            connection.execute(f"lock table {ROOM}.turn in exclusive mode nowait")
    except (
        psycopg.errors.LockNotAvailable,
        psycopg.errors.UniqueViolation,
        psycopg.errors.DuplicateTable,
        psycopg.errors.DuplicateSchema,
    ) as error:
        raise BusyError(
            "Another process is copying a release to this server",
            where=where,
            way_out="let it finish, then: minerals serve postgres",
        ) from error


def _is_made(connection: psycopg.Connection) -> bool:
    found = connection.execute("select pg_catalog.to_regclass(%s) is not null", [f"{ROOM}.turn"])
    row = found.fetchone()
    return bool(row and row[0])
