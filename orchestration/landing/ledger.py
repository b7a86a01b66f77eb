"""The ledger: one line for every fetch, arrival, decision and refresh; only ever appended to.

Belongs here: writing and reading lines, what a line of a killed process looks like.
Does not belong here: the state that follows from them (`editions.py`); nothing is rebuilt from the
ledger, it is there to be read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.landing.store import holds
from orchestration.landing.types import LedgerEntry
from orchestration.settings import Settings

if TYPE_CHECKING:
    from orchestration.fetching.base import FetchRecord

_FIELDS = (
    "event",
    "source_id",
    "edition_id",
    "address",
    "status",
    "bytes",
    "sha256",
    "verdict",
    "reason",
)
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
_KNOWN = frozenset({"fetch", "arrival", "decision", "refresh"})


def ledger_path(settings: Settings) -> Path:
    """Where the ledger is."""
    return settings.landing_dir / "ledger.jsonl"


def append(settings: Settings, entry: LedgerEntry) -> None:
    """Add one line, whole and on the disk before this returns.

    One write of one line on a descriptor that only appends: lines of two processes do not mix. A
    line that a killed process left half written is ended first, so that it spoils no other. A byte
    of a file's name that is no text stands there as its escape, such as `\\udce4`.
    """
    path = ledger_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"at": entry.at.astimezone(UTC).isoformat(timespec="milliseconds")}
    body |= {name: getattr(entry, name) for name in _FIELDS} | {"details": entry.details}
    kept = {name: value for name, value in body.items() if value not in (None, "", {})}
    body_as_text = json.dumps(kept, ensure_ascii=False)
    # with two backslashes: whoever reads the line back gets the escape as text, and can print it
    line = _NO_CHARACTER.sub(lambda odd: f"\\\\u{ord(odd[0]):04x}", body_as_text) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, (("" if _is_ended(path) else "\n") + line).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_ended(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def record_fetch(settings: Settings, record: FetchRecord) -> None:
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


def note_refresh(settings: Settings, verdict: str, reason: str, release_id: str = "") -> None:
    """Note how a refresh on landed editions ended."""
    append(
        settings,
        LedgerEntry(
            at=datetime.now(UTC),
            event="refresh",
            verdict=verdict,
            reason=reason,
            details={"release": release_id} if release_id else {},
        ),
    )


def read_ledger(settings: Settings) -> list[LedgerEntry]:
    """All lines, oldest first; one that cannot be read is told as such and hides no other."""
    path = ledger_path(settings)
    if not path.exists():
        return []
    # at line feeds only: JSON leaves U+2028 and its kin inside a text, splitlines() cuts there
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    return [_entry(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def _entry(line: str, number: int) -> LedgerEntry:
    try:
        body: Mapping[str, Any] = json.loads(line)
        if body["event"] not in _KNOWN:
            raise ValueError(body["event"])
        named = {name: body[name] for name in _FIELDS if name in body}
        at = datetime.fromisoformat(body["at"])
        return LedgerEntry(at=at, details=dict(body.get("details", {})), **named)
    except (ValueError, KeyError, TypeError, AttributeError):
        return LedgerEntry(
            at=datetime.fromtimestamp(0, UTC),
            event="unreadable",
            reason=f"line {number} is damaged: its process was killed while it wrote",
        )


def validators(settings: Settings) -> Callable[[str], dict[str, str]]:
    """What the HTTP client may ask with, so that a publisher sends only what changed.

    For an address whose last fetched bytes the store still has: `etag` and `last_modified` as the
    publisher gave them, `sha256` and `bytes` of what is held. Empty for every other address.
    """
    known: dict[str, dict[str, str]] = {}
    for entry in read_ledger(settings):
        if entry.event == "fetch" and entry.verdict == "fetched" and entry.sha256:
            held = {"sha256": entry.sha256, "bytes": str(entry.bytes or 0)}
            known[entry.address] = {**entry.details, **held} if entry.details else {}

    def remembered(address: str) -> dict[str, str]:
        found = known.get(address, {})
        return dict(found) if found and holds(settings, found["sha256"]) else {}

    return remembered
