"""What version 1 kept in `editions.json` and `ledger.jsonl`, taken over once and put aside.

Belongs here: reading those two files. It can be deleted when no landing of version 1 is left.
Does not belong here: anything that is written today (`rows.py`).
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from orchestration.ground.errors import SourceError
from orchestration.ground.files import move
from orchestration.landing import rows
from orchestration.landing.types import LedgerEntry, Revision
from orchestration.settings import WarehouseSettings

EDITIONS, LEDGER, ASIDE = "editions.json", "ledger.jsonl", "version_1"
_ENTRY, _REVISION = TypeAdapter(LedgerEntry), TypeAdapter(Revision)


def is_there(settings: WarehouseSettings) -> bool:
    """Whether this landing still has files of version 1 in their places."""
    return any((settings.landing_dir / name).exists() for name in (EDITIONS, LEDGER))


def take_over(settings: WarehouseSettings, database: sqlite3.Connection) -> None:
    """Write all that the two files say into the tables, within the caller's transaction.

    Raises:
        SourceError: when the record of editions was damaged by hand; nothing is taken over then.
    """
    _take_editions(settings.landing_dir / EDITIONS, database)
    _take_ledger(settings.landing_dir / LEDGER, database)


def put_aside(settings: WarehouseSettings) -> None:
    """Move the files out of the way once the database has what they say; never over others."""
    aside = settings.landing_dir / ASIDE
    for name in (EDITIONS, LEDGER):
        path = settings.landing_dir / name
        if path.exists() and not (aside / name).exists():
            aside.mkdir(exist_ok=True)
            try:
                move(path, aside / name)
            except FileNotFoundError:  # another process was faster
                continue


def _take_editions(path: Path, database: sqlite3.Connection) -> None:
    if not path.exists():
        return
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        for revision in [item for items in body["revisions"].values() for item in items]:
            rows.keep(database, _REVISION.validate_python(_renamed(revision)))
        for edition_id, stamp in body["stamps"].items():
            rows.keep_stamp(database, edition_id, stamp)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            "the record of landed editions of version 1 cannot be taken over",
            where=str(path),
            expected="JSON of format 1, as version 1 wrote it",
            found=str(error),
            way_out="restore it from a backup; or delete it, and the next `minerals refresh "
            "--live` decides about every edition anew",
        ) from error


def _take_ledger(path: Path, database: sqlite3.Connection) -> None:
    """Every line that can be read; if one cannot, because its process was killed, say so once."""
    if not path.exists():
        return
    # at line feeds only: JSON leaves U+2028 and its kin inside a text, splitlines() cuts there
    lines = [line for line in path.read_bytes().decode("utf-8", "replace").split("\n") if line]
    damaged = 0
    for line in lines:
        try:
            rows.add_line(database, _ENTRY.validate_python(_renamed(json.loads(line))))
        except (ValueError, AttributeError, ValidationError):
            damaged += 1
    if damaged:
        reason = f"{damaged} of {len(lines)} lines were cut off when their process was killed"
        found = f"{reason}; they stay in {ASIDE}/{LEDGER}"
        rows.add_line(database, LedgerEntry(datetime.now(UTC), "takeover", reason=found))


def _renamed(body: dict[str, Any]) -> dict[str, Any]:
    """Version 1 called a publisher's edition a release."""
    names = {"release_id": "edition_id"}
    return {names.get(name, name): value for name, value in body.items()}
