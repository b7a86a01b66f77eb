"""The record of a build: what each relation held when everything was last built and tested.

Belongs here: the record's shape, keeping it beside the build database.
Does not belong here: what relations hold now (`relations.py`), deciding what to build
(`selection.py`), building (`dbt.py`).

A node is noted as pending before dbt touches it and stays so until a whole build succeeds. A killed
or failed build therefore leaves the truth behind: everything but the pending nodes is as recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from orchestration.build.key import engine_versions
from orchestration.ground.files import sha256_of, write_whole

if TYPE_CHECKING:
    from orchestration.settings import Settings


class BuildRecord(BaseModel):
    """What the build database holds, and what may be untrue of that."""

    engine: str
    """Digest of the versions and settings that every node depends on."""
    manifest_sha256: str
    """Digest of the manifest that the relations were built from."""
    macros: dict[str, str]
    raw: dict[str, str]
    """Fingerprints of the raw tables that were built from, by table."""
    relations: dict[str, str]
    """Fingerprints of what dbt built, by `schema.table`."""
    pending: list[str] = []
    """Nodes that a build began and did not finish; they and what hangs on them are built anew."""


def record_path(settings: Settings) -> Path:
    """Where the record is kept."""
    return state_dir(settings) / "record.json"


def state_dir(settings: Settings) -> Path:
    """The folder that dbt's `--state` reads: the manifest of the last whole build."""
    return settings.build_dir / "state"


def read_record(settings: Settings) -> BuildRecord | None:
    """The record, or None where there is none that fits its manifest and this engine."""
    try:
        record = BuildRecord.model_validate_json(record_path(settings).read_text())
        fits = record.manifest_sha256 == sha256_of(state_dir(settings) / "manifest.json")
    except (OSError, ValidationError):
        return None
    return record if fits and record.engine == engine_digest(settings) else None


def write_record(settings: Settings, record: BuildRecord) -> None:
    """Keep a record; the file appears whole or not at all."""
    state_dir(settings).mkdir(parents=True, exist_ok=True)
    write_whole(record_path(settings), record.model_dump_json(indent=1))


def forget_record(settings: Settings) -> None:
    """Let the next build be a whole one."""
    record_path(settings).unlink(missing_ok=True)


def note_pending(settings: Settings, unique_ids: Iterable[str]) -> None:
    """Note what is about to be built; without a record the next build is a whole one anyway."""
    record = read_record(settings)
    if record is not None:
        pending = sorted({*record.pending, *unique_ids})
        write_record(settings, record.model_copy(update={"pending": pending}))


def engine_digest(settings: Settings) -> str:
    """Digest of what changes every node at once: engines, profile, settings of the project."""
    files = (settings.dbt_project_dir / name for name in ("profiles.yml", "dbt_project.yml"))
    body = [engine_versions(settings), *(sha256_of(path) for path in files)]
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()
