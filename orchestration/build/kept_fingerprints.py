"""Fingerprints that the last build took: they hold while its database is the same byte for byte.

Belongs here: keeping them beside the record of the build, and whether they still hold.
Does not belong here: taking fingerprints (`relations.py`), what a build held (`record.py`).

A walk over every row of the build database costs seconds; the digest of its bytes costs a tenth of
one, and the same bytes hold the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from orchestration.ground import fingerprint
from orchestration.ground.files import sha256_of, write_whole
from orchestration.ground.fingerprint import Fingerprint

if TYPE_CHECKING:
    from orchestration.settings import WarehouseSettings


class KeptFingerprints(BaseModel):
    """What was found in a database, how it was found, and in which file."""

    database_sha256: str
    method: str
    """The engine's version and the digest of the code that takes fingerprints."""
    fingerprints: dict[str, Fingerprint]
    """By what stands after `from`, with the database as `build`."""


def keep(settings: WarehouseSettings, digest: str, found: Mapping[str, Fingerprint]) -> None:
    """Keep what was found in the build database while its bytes had this digest."""
    kept = KeptFingerprints(database_sha256=digest, method=_method(), fingerprints=dict(found))
    write_whole(_path(settings), kept.model_dump_json(indent=1))


def kept(settings: WarehouseSettings) -> dict[str, Fingerprint]:
    """What was kept of the build database as it is now; nothing where one byte of it changed."""
    try:
        found = KeptFingerprints.model_validate_json(_path(settings).read_text(encoding="utf-8"))
        holds = found.method == _method() and found.database_sha256 == sha256_of(
            settings.build_database
        )
    except (OSError, ValidationError, UnicodeDecodeError):
        return {}
    return found.fingerprints if holds else {}


def forget(settings: WarehouseSettings) -> None:
    """Let the next process walk every row."""
    _path(settings).unlink(missing_ok=True)


def _path(settings: WarehouseSettings) -> Path:
    return settings.build_dir / "fingerprints.json"


def _method() -> str:
    return f"DuckDB {version('duckdb')}, {sha256_of(Path(fingerprint.__file__))}"
