"""Rows of the landing's tables: a line of the ledger, a revision, what a publisher announced.

Belongs here: the schema, and each row to and from its type (`types.py`).
Does not belong here: the file, connections and transactions (`database.py`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import TypeAdapter

from orchestration.landing.types import LedgerEntry, Revision

SCHEMA = (
    """
    create table ledger (
        line integer primary key,
        at text not null,
        event text not null,
        source_id text not null,
        edition_id text not null,
        address text not null,
        status integer,
        bytes integer,
        sha256 text,
        verdict text not null,
        reason text not null,
        details text not null check (json_valid(details))
    )
    """,
    "create index ledger_by_address on ledger (address, line)",
    """
    create table revision (
        edition_id text not null,
        revision integer not null,
        body text not null check (json_valid(body)),
        state text as (json_extract(body, '$.state')),
        arrived_at text as (json_extract(body, '$.arrived_at')),
        primary key (edition_id, revision)
    )
    """,
    "create table announcement (edition_id text primary key, stamp text not null)",
)
_TEXTS = ("event", "source_id", "edition_id", "address", "sha256", "verdict", "reason")
_COLUMNS = ("at", *_TEXTS, "status", "bytes", "details")
_ADD_LINE = (
    f"insert into ledger ({', '.join(_COLUMNS)})"  # noqa: S608
    f" values ({', '.join(f':{name}' for name in _COLUMNS)})"
)
_REVISION = TypeAdapter(Revision)


def add_line(database: sqlite3.Connection, entry: LedgerEntry) -> None:
    """Add a line to the ledger."""
    row: dict[str, object] = {name: _as_text(getattr(entry, name)) for name in _TEXTS}
    details = {name: _as_text(value) for name, value in entry.details.items()}
    row |= {
        "at": entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "status": entry.status,
        "bytes": entry.bytes,
        "details": json.dumps(details, ensure_ascii=False),
    }
    database.execute(_ADD_LINE, row)


def _as_text(value: str | None) -> str | None:
    """The value; a byte of a file's name that is no text becomes its escape, such as `\\udce4`."""
    return value.encode("utf-8", "backslashreplace").decode() if value else value


def lines(database: sqlite3.Connection) -> Iterator[LedgerEntry]:
    """All lines of the ledger, oldest first."""
    for row in database.execute("select * from ledger order by line"):
        values = {name: row[name] for name in row.keys() if name != "line"}  # noqa: SIM118
        values["at"] = datetime.fromisoformat(row["at"])
        values["details"] = json.loads(row["details"])
        yield LedgerEntry(**values)


def keep(database: sqlite3.Connection, revision: Revision) -> None:
    """Add a revision, or replace it by its new state."""
    database.execute(
        "insert into revision (edition_id, revision, body) values (?, ?, ?)"
        " on conflict do update set body = excluded.body",
        (revision.edition_id, revision.revision, _REVISION.dump_json(revision).decode()),
    )


def revisions(database: sqlite3.Connection) -> Iterator[Revision]:
    """All revisions, by edition and number."""
    found = database.execute("select body from revision order by edition_id, revision")
    return (_REVISION.validate_json(row["body"]) for row in found)


def keep_stamp(database: sqlite3.Connection, edition_id: str, stamp: str) -> None:
    """Remember what a publisher announced about an edition that was looked at in full."""
    database.execute("insert or replace into announcement values (?, ?)", (edition_id, stamp))


def stamps(database: sqlite3.Connection) -> dict[str, str]:
    """What each publisher last announced, by edition."""
    return {
        row["edition_id"]: row["stamp"] for row in database.execute("select * from announcement")
    }
