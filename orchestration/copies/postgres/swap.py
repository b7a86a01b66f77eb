"""The swap: the staged schema takes the old one's place while nobody is reading.

Belongs here: taking all locks at once or none, setting the old aside, renaming the new, giving up.
Does not belong here: what is in the staged schema; the commit (`publish.py`).

A reader holds a light lock on each table that its transaction has touched. Only when no such lock
is left on any table of the old schema may it go: so a transaction sees one release from its first
statement to its last. Waiting for that must not hang the readers that come meanwhile (they queue
behind us) and must never end in a deadlock with one that holds a table and wants another. Hence:
all locks in one statement, with a patience shorter than the server's deadlock check; on failure
everything is let go, readers move on, and we try again a little later. The first tries are short:
where readers never pause, an early stalemate costs nobody anything; later ones wait longer, for
slow queries to end, and go through the tables from the other side.

The old schema is not dropped but set aside until the next publication, closed to readers: a tool
that is listing indexes or columns at this very moment has the old tables' numbers in hand, and the
server answers questions about a table that is gone with an error.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

from orchestration.copies.postgres.copied import RELEASE_TABLE, SCHEMA, Present
from orchestration.copies.postgres.roles import close_to_readers
from orchestration.copies.postgres.views import View, drop_views, find_views, make_views
from orchestration.ground.connection import literal, quoted
from orchestration.ground.errors import CopyError

if TYPE_CHECKING:
    import psycopg

PREVIOUS = "marts_previous"
_FIRST_PATIENCE_MS, _LONGEST_PATIENCE_MS, _GROWTH = 20.0, 400.0, 1.3
_HOLDERS = """
select distinct a.pid, a.usename, a.application_name, a.state, a.xact_start
from pg_catalog.pg_locks as l
inner join pg_catalog.pg_stat_activity as a on a.pid = l.pid
inner join pg_catalog.pg_class as c on c.oid = l.relation
where c.relnamespace = %s::text::regnamespace and l.granted and a.pid <> pg_backend_pid()
order by a.xact_start
limit 10
"""


class _ViewsChangedError(Exception):
    """Somebody made or dropped a view between our look and our locks."""


def swap(
    connection: psycopg.Connection,
    staging: str,
    present: Present | None,
    wait_seconds: float,
) -> int:
    """Put the staged schema in place of the present one.

    Args:
        connection: in the transaction that made the staged schema.
        staging: the staged schema's name.
        present: what the server has now.
        wait_seconds: how long to try before giving up.

    Returns:
        How many views of people were made again.

    Raises:
        CopyError: when readers held the old tables all that time, naming them, or when something
            hangs on a table that cannot be made again.
    """
    import psycopg

    failed = psycopg.errors
    lost = (
        failed.LockNotAvailable,
        failed.QueryCanceled,
        failed.DeadlockDetected,
        _ViewsChangedError,
    )
    deadline = time.monotonic() + wait_seconds
    longest = _longest_patience(connection)
    for number in count():
        patience = min(_FIRST_PATIENCE_MS * _GROWTH**number, longest)
        views = find_views(connection) if present else []
        try:
            with connection.transaction():
                if present:
                    locks = _locks(present, views, is_reversed=number % 2 == 1)
                    _lock(connection, locks, patience)
                _replace(connection, staging, present, views)
            return len(views)
        except lost:
            if time.monotonic() >= deadline:
                raise _held(connection, wait_seconds) from None
        except psycopg.errors.DependentObjectsStillExist as error:
            raise _hung_on(error) from error
        time.sleep(patience / 1000)
    raise AssertionError("counting does not end")


def _locks(present: Present, views: list[View], *, is_reversed: bool) -> str:
    """Statements that lock views, as their readers do before the tables below them, then tables.

    `lock table` on a view wants rights that its owner need not have on the tables; giving a view
    to the owner that it has takes the same lock and changes nothing.
    """
    tables = [f"{SCHEMA}.{quoted(name)}" for name in present.tables]
    tables = tables[::-1] if is_reversed else tables
    return ";\n".join(
        [
            *(f"alter {view.sort} {view.relation} owner to {quoted(view.owner)}" for view in views),
            f"lock table {', '.join(tables)} in access exclusive mode",
        ]
    )


def _lock(connection: psycopg.Connection, locks: str, patience: float) -> None:
    """All locks or none. One statement for the server, so that its time limit is for all."""
    connection.execute(
        f"set local lock_timeout = {patience:.0f}; set local statement_timeout = {patience:.0f}"
    )
    connection.execute(f"do {literal(f'begin {locks}; end')}")
    connection.execute("set local statement_timeout = 0")


def _replace(
    connection: psycopg.Connection, staging: str, present: Present | None, views: list[View]
) -> None:
    if present is not None:
        if find_views(connection) != views:
            raise _ViewsChangedError
        with connection.transaction(force_rollback=True):
            # A rehearsal, never with `cascade`: what we do not know of shall stop us.
            drop_views(connection, views)
            _drop(connection, SCHEMA, present.tables)
        drop_views(connection, views)
        _drop(connection, PREVIOUS, _previous_tables(connection))
        connection.execute(f"alter schema {SCHEMA} rename to {PREVIOUS}")
        close_to_readers(connection, PREVIOUS)
    else:
        connection.execute(f"drop schema if exists {SCHEMA}")
    connection.execute(f"alter schema {quoted(staging)} rename to {SCHEMA}")
    make_views(connection, views)


def _drop(connection: psycopg.Connection, schema: str, names: Sequence[str]) -> None:
    if names:
        tables = ", ".join(f"{schema}.{quoted(name)}" for name in names)
        connection.execute(f"drop table {tables}")
    connection.execute(f"drop schema if exists {schema}")


def _previous_tables(connection: psycopg.Connection) -> list[str]:
    """Tables of the release before the present one; they have to be ours."""
    names = [
        str(name)
        for (name,) in connection.execute(
            "select c.relname from pg_catalog.pg_class as c where c.relkind = 'r'"
            " and c.relnamespace = (select n.oid from pg_catalog.pg_namespace as n"
            " where n.nspname = %s) order by 1",
            [PREVIOUS],
        ).fetchall()
    ]
    if names and RELEASE_TABLE not in names:
        raise CopyError(
            f"The server's schema `{PREVIOUS}` is somebody else's; publishing would drop it",
            found=", ".join(names[:20]),
            way_out=f"rename it: alter schema {PREVIOUS} rename to <another>",
        )
    return names


def _longest_patience(connection: psycopg.Connection) -> float:
    """Milliseconds: below the time after which the server looks for deadlocks."""
    row = connection.execute(
        "select setting::integer from pg_catalog.pg_settings where name = 'deadlock_timeout'"
    ).fetchone()
    return max(1.0, min(_LONGEST_PATIENCE_MS, row[0] / 2 if row else _LONGEST_PATIENCE_MS))


def _held(connection: psycopg.Connection, wait_seconds: float) -> CopyError:
    holders = [
        f"process {pid}, user {user}, {application or 'no name'}, {state}, since {since:%H:%M:%S}"
        for pid, user, application, state, since in connection.execute(
            _HOLDERS, [SCHEMA]
        ).fetchall()
    ]
    return CopyError(
        "Readers kept the tables of the old release all the time, so it stays in PostgreSQL",
        expected=f"an instant without an open transaction on them, within {wait_seconds:g} seconds",
        found="\n    ".join(["", *holders]) if holders else "ever new ones, none now",
        way_out="end that transaction (select pg_terminate_backend(<process>)), or wait longer:"
        " MINERALS_POSTGRES_LOCK_WAIT_SECONDS; then: minerals serve postgres",
    )


def _hung_on(error: psycopg.errors.DependentObjectsStillExist) -> CopyError:
    detail = error.diag.message_detail or str(error)
    return CopyError(
        "Something hangs on the old tables that cannot be carried over, so nothing was published",
        expected="only views and materialized views that read `marts`",
        found="\n    ".join(["", *detail.splitlines()]),
        way_out="drop it or let it read a copy of its own, then: minerals serve postgres",
    )
