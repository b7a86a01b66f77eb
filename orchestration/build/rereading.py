"""Whether a publisher has to be read again: by the bytes of its files, its parsers and its pins.

Belongs here: the key of a reading, and the record of what was read under it.
Does not belong here: reading (`publishers`), writing tables (`raw_tables.py`).

A reading holds while its key is the same and its tables have the fingerprints that were written.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from orchestration.build.relations import fingerprints, in_build, relation_names
from orchestration.ground.files import sha256_of, write_whole

if TYPE_CHECKING:
    from orchestration.landing.types import PinnedEdition
    from orchestration.settings import Settings

_ROOM = Path(__file__).resolve().parents[1] / "publishers"
_LIBRARIES = ("pandas", "duckdb", "openpyxl", "beautifulsoup4")
_FILES = "source_files"


class Reading(BaseModel):
    """One publisher as it was read: under which key, into which tables, what of which edition."""

    key: str
    tables: dict[str, str]
    """Fingerprints by table; of the shared table of files only the rows of these editions."""
    editions: dict[str, dict[str, Any]]
    rows: dict[str, int]


class _Readings(BaseModel):
    by_source: dict[str, Reading] = {}


def reading_key(
    settings: Settings,
    source_id: str,
    tables: Iterable[str],
    editions: Mapping[str, PinnedEdition],
) -> str:
    """Digest of everything that the raw tables of a publisher follow from."""
    body = {
        "editions": [[e.edition_id, e.origin, e.revision] for e in editions.values()],
        "files": _files(settings, sorted(tables), editions),
        "code": _code(source_id),
        "libraries": _libraries(),
        "from": str(settings.input_dir),
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def unchanged_reading(settings: Settings, source_id: str, key: str) -> Reading | None:
    """What is kept of a publisher, if it was read under this key and nothing touched it since."""
    reading = _load(settings).by_source.get(source_id)
    if reading is None or reading.key != key:
        return None
    now = _fingerprints(settings, list(reading.tables), list(reading.editions))
    return reading if now == reading.tables else None


def remember_reading(
    settings: Settings,
    source_id: str,
    key: str,
    rows: Mapping[str, int],
    editions: Mapping[str, dict[str, Any]],
) -> Reading:
    """Note what one publisher's tables hold now; called right after they were written."""
    readings = _load(settings)
    found = _fingerprints(settings, [*rows], list(editions))
    reading = Reading(key=key, tables=found, editions=dict(editions), rows=dict(rows))
    readings.by_source[source_id] = reading
    write_whole(_path(settings), readings.model_dump_json(indent=1))
    return reading


def forget_readings(settings: Settings) -> None:
    """Let every publisher be read again."""
    _path(settings).unlink(missing_ok=True)


def _fingerprints(settings: Settings, tables: list[str], editions: list[str]) -> dict[str, str]:
    there = relation_names(settings)
    chosen = ", ".join(f"'{edition}'" for edition in sorted(editions)) or "''"
    relations = {
        name: f"(from build.raw.{name} where edition_id in ({chosen}))"
        if name == _FILES
        else in_build(f"raw.{name}")
        for name in tables
        if f"raw.{name}" in there
    }
    return {name: each.digest for name, each in fingerprints(settings, relations).items()}


def _files(
    settings: Settings, tables: list[str], editions: Mapping[str, PinnedEdition]
) -> dict[str, str]:
    found = {
        f"{edition.edition_id}/{file.file_name}": file.sha256
        for edition in editions.values()
        for file in edition.files
    }
    if settings.input_dir is not None:
        from orchestration.publishers.editions import find_files

        given = find_files(settings.input_dir)
        paths = [path for edition_id in editions for path in given.get(edition_id, ())]
        return {**found, **{str(path): sha256_of(path) for path in paths}}
    from orchestration.publishers.embedded import files_of

    paths = [path for table in tables for path in files_of(settings.embedded_dir, table)]
    shipped = {str(path): sha256_of(path) for path in paths if path.is_file()}
    return {**found, **shipped, _FILES: _shipped_rows(settings, editions)}


def _shipped_rows(settings: Settings, editions: Iterable[str]) -> str:
    """Digest of the rows that these editions have in the table of files read."""
    from orchestration.publishers.embedded import files_of

    wanted, digest = set(editions), hashlib.sha256()
    for path in files_of(settings.embedded_dir, _FILES):
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    if row.get("edition_id") in wanted:
                        digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def _code(source_id: str) -> dict[str, str]:
    """The publisher's own parsers, and what all parsers share; other publishers' do not count."""
    own, shared = _ROOM / source_id, (_ROOM / "reading").rglob("*.py")
    raw_tables = Path(__file__).with_name("raw_tables.py")
    paths = sorted(
        {*own.rglob("*.py"), *own.rglob("*.csv"), *shared, *_ROOM.glob("*.py"), raw_tables}
    )
    return {str(path.relative_to(_ROOM.parent)): sha256_of(path) for path in paths}


def _libraries() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in _LIBRARIES}


def _load(settings: Settings) -> _Readings:
    try:
        return _Readings.model_validate_json(_path(settings).read_text())
    except (OSError, ValidationError):
        return _Readings()


def _path(settings: Settings) -> Path:
    return settings.build_dir / "readings.json"
