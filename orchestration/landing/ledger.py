"""The ledger: one line for every fetch, arrival, decision and refresh; only ever appended to.

Belongs here: writing and reading lines.
Does not belong here: the state that follows from them (`editions.py`); nothing is rebuilt from the
ledger, it is there to be read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from orchestration.landing import rows
from orchestration.landing.database import deciding, reading
from orchestration.landing.store import holds
from orchestration.landing.types import LedgerEntry
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    from orchestration.fetching.base import FetchRecord

_LAST_BYTES = """
select sha256, bytes, details from ledger
where address = ? and event = 'fetch' and verdict = 'fetched' and sha256 is not null
order by line desc limit 1
"""
_LAST_ANSWERS = """
select source_id, at, max(line) from ledger
where event = 'fetch' and verdict in ('fetched', 'not_modified')
group by source_id order by source_id
"""


def append(settings: WarehouseSettings, entry: LedgerEntry) -> None:
    """Add one line, whole and on the disk before this returns."""
    with deciding(settings) as database:
        rows.add_line(database, entry)


def record_fetch(settings: WarehouseSettings, record: FetchRecord) -> None:
    """Note one attempt of the HTTP client; this is the `record` that it wants."""
    details = {"etag": record.etag, "last_modified": record.last_modified}
    append(
        settings,
        LedgerEntry(
            at=record.at,
            event="fetch",
            source_id=record.source_id,
            address=record.address,
            status=record.status,
            bytes=record.bytes,
            sha256=record.sha256,
            verdict=record.verdict,
            reason=record.reason,
            details={name: value for name, value in details.items() if value},
        ),
    )


def read_ledger(settings: WarehouseSettings) -> list[LedgerEntry]:
    """All lines, oldest first."""
    with reading(settings) as database:
        return list(rows.lines(database)) if database else []


def last_answers(settings: WarehouseSettings) -> dict[str, datetime]:
    """When each source last gave an answer that was taken."""
    with reading(settings) as database:
        found = database.execute(_LAST_ANSWERS).fetchall() if database else []
    return {row["source_id"]: datetime.fromisoformat(row["at"]) for row in found}


def validators(settings: WarehouseSettings) -> Callable[[str], dict[str, str]]:
    """What the HTTP client may ask with, so that a publisher sends only what changed.

    For an address whose last fetched bytes the store still has: `etag` and `last_modified` as the
    publisher gave them, `sha256` and `bytes` of what is held. Empty for every other address.
    """

    def remembered(address: str) -> dict[str, str]:
        with reading(settings) as database:
            row = database.execute(_LAST_BYTES, (address,)).fetchone() if database else None
        if row is None or row["details"] == "{}" or not holds(settings, row["sha256"]):
            return {}
        held = {"sha256": row["sha256"], "bytes": str(row["bytes"] or 0)}
        return {**json.loads(row["details"]), **held}

    return remembered
