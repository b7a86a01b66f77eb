"""What a copy holds: which release stands in the server, and how the outcome of copying is worded.

Belongs here: the table `marts.release` of the server, read and written, and the outcome's shape.
Does not belong here: the tables of the release itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from orchestration.ground.errors import CopyError

if TYPE_CHECKING:
    import psycopg

    from orchestration.release.manifest import Manifest

SCHEMA = "marts"
RELEASE_TABLE = "release"
_COLUMNS = {
    "release_id": ("text primary key", "The release that this schema holds, whole."),
    "created_at": ("timestamptz not null", "When the release was made."),
    "copied_at": ("timestamptz not null default now()", "When it was copied into this server."),
    "content_sha256": ("text not null", "Digest of all rows, types and descriptions."),
    "code_version": ("text not null", "Version of the code that made the release."),
    "table_rows": ("jsonb not null", "Rows of each table, as released and as counted here."),
}
_COMMENT = "One row: which release the tables of this schema are."


@dataclass(frozen=True)
class Copied:
    """The result of copying."""

    release_id: str
    previous: str | None
    is_new: bool
    tables: int
    rows: int
    notes: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """One line for people."""
        if not self.is_new:
            return f"PostgreSQL has {self.release_id} already"
        before = f", before: {self.previous}" if self.previous else ""
        return f"{self.release_id}, {self.tables} tables, {self.rows:,} rows{before}"


@dataclass(frozen=True)
class Present:
    """The release that stands in the server."""

    release_id: str
    content_sha256: str
    tables: tuple[str, ...]


def read_present(connection: psycopg.Connection, where: str) -> Present | None:
    """Which release the server has; None when there is no schema of ours yet.

    Raises:
        CopyError: when the schema holds something that is not ours to drop.
    """
    found = connection.execute(
        "select c.relname, c.relkind::text from pg_catalog.pg_namespace as n "
        "left join pg_catalog.pg_class as c "
        "on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') "
        "where n.nspname = %s",
        [SCHEMA],
    ).fetchall()
    names = {str(name): str(kind) for name, kind in found if name}
    if not names:
        return None
    if RELEASE_TABLE not in names:
        raise _not_ours(where, sorted(names))
    row = connection.execute(
        f"select release_id, content_sha256, table_rows from {SCHEMA}.{RELEASE_TABLE}"  # noqa: S608
    ).fetchone()
    tables = {*row[2], RELEASE_TABLE} if row else {RELEASE_TABLE}
    strangers = sorted(n for n, kind in names.items() if n not in tables and kind not in {"v", "m"})
    if row is None or strangers:
        raise _not_ours(where, strangers)
    return Present(str(row[0]), str(row[1]), tuple(sorted(tables)))


def _not_ours(where: str, names: list[str]) -> CopyError:
    return CopyError(
        "The server's schema `marts` holds tables that no release put there; copying would drop"
        " them, so nothing was done",
        where=where,
        expected="no schema `marts`, or one that only `minerals serve postgres` writes to"
        " (views may stand in it)",
        found=", ".join(names[:20]),
        way_out="move them: alter table marts.<name> set schema <another>; or use another database",
    )


def write_release(connection: psycopg.Connection, staging: str, manifest: Manifest) -> None:
    """The row that says which release it is."""
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in _COLUMNS.items())
    table = f'"{staging}".{RELEASE_TABLE}'
    connection.execute(f"create table {table} ({columns})")
    connection.execute(f"comment on table {table} is '{_COMMENT}'")
    for name, (_, comment) in _COLUMNS.items():
        connection.execute(f"comment on column {table}.{name} is '{comment}'")
    values = [
        manifest.release_id,
        manifest.created_at,
        manifest.content_sha256,
        manifest.code.version,
        json.dumps({name: table.rows for name, table in manifest.tables.items()}),
    ]
    # COPY with `freeze`, as all tables: seen also by a transaction that began before.
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"copy {table} (release_id, created_at, content_sha256, code_version, table_rows)"
            " from stdin (freeze)"
        ) as copy,
    ):
        copy.write_row(values)
