"""The record of a build: what each relation held when everything was last built and tested.

Belongs here: the record's shape, keeping it beside the build database, fingerprints of relations.
Does not belong here: deciding what to build (`selection.py`), building (`dbt.py`).

A node is noted as pending before dbt touches it and stays so until a whole build succeeds. A killed
or failed build therefore leaves the truth behind: everything but the pending nodes is as recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from orchestration.build.key import engine_versions
from orchestration.ground.connection import literal, open_memory, quoted
from orchestration.ground.files import sha256_of, write_whole
from orchestration.ground.fingerprint import table_fingerprint

if TYPE_CHECKING:
    import duckdb

    from orchestration.settings import Settings

_THREADS = 2


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


def relation_names(settings: Settings) -> dict[str, str]:
    """Every relation of the build database as `schema.table`: table or view."""
    if not settings.build_database.exists():
        return {}
    with _open(settings) as connection:
        rows = connection.execute(
            "select table_schema || '.' || table_name, table_type from information_schema.tables "
            "where table_catalog = 'build'"
        ).fetchall()
    return {str(name): "view" if kind == "VIEW" else "table" for name, kind in rows}


def relation_digests(settings: Settings, names: Collection[str]) -> dict[str, str]:
    """Fingerprints of relations by `schema.table`: rows of a table, text of a view.

    A view's rows follow from its text and from what it reads, which has a fingerprint of its own.
    """
    with _open(settings) as connection:
        found = connection.execute(
            "select schema_name || '.' || view_name, sql from duckdb_views() "
            "where database_name = 'build'"
        ).fetchall()
    texts = {str(name): hashlib.sha256(str(sql).encode()).hexdigest() for name, sql in found}
    tables = {
        name: ".".join(quoted(part) for part in ("build", *name.split(".", 1)))
        for name in names
        if name not in texts
    }
    views = {name: texts[name] for name in names if name in texts}
    return {**views, **fingerprints(settings, tables)}


def fingerprints(settings: Settings, relations: Mapping[str, str]) -> dict[str, str]:
    """Fingerprints by name of what can stand after `from`, with the database as `build`."""
    if not relations:
        return {}
    with _open(settings) as connection:

        def digest(name: str) -> tuple[str, str]:
            with connection.cursor() as cursor:
                return name, table_fingerprint(cursor, relations[name]).digest

        with ThreadPoolExecutor(_THREADS) as pool:
            return dict(pool.map(digest, relations))


def _open(settings: Settings) -> duckdb.DuckDBPyConnection:
    connection = open_memory()
    connection.execute(f"attach {literal(str(settings.build_database))} as build (read_only)")
    return connection
