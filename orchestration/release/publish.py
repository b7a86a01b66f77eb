"""Publication: stage, verify, shelve, serve. Until the last step readers have the old release.

Belongs here: the order of the steps, and that each can fail without harm.
Does not belong here: how a step is done (the modules beside this one).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.build.key import BuildKey, compute_build_key
from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import copy_whole, sync_tree, write_json
from orchestration.release.holding import refuse_while_held
from orchestration.release.manifest import read_manifest
from orchestration.release.pointer import DATABASE
from orchestration.release.shelf import (
    STAGING,
    current_release,
    new_release_id,
    prune,
    recover,
    remember_build,
    serve,
    shelve,
)

if TYPE_CHECKING:
    import duckdb

    from orchestration.gates.verdicts import Verdict
    from orchestration.release.dictionary import TableDoc
    from orchestration.release.tables import Table
    from orchestration.settings import Settings, WarehouseSettings

OnStep = Callable[[str], None]
CHANGELOG = "CHANGELOG.md"
"""What a reader of the tables has to change, from version to version; it goes with each release."""
BILL_OF_MATERIALS = Path(sys.prefix) / "sbom.json"
"""What is installed, with licences (CycloneDX), as `make setup` writes it."""
_SOURCES = """
select distinct
    source_name as title,
    doi_or_url as path,
    licence,
    attribution as credit
from build.marts.dim_edition
order by all
"""


@dataclass(frozen=True)
class Outcome:
    """The result of `publish` or `rollback`."""

    release_id: str
    folder: Path
    is_new: bool
    summary: str
    previous: str | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Candidate:
    """Everything that a release would be made from, read and admitted."""

    tables: list[Table]
    docs: dict[str, TableDoc]
    verdicts: list[Verdict]
    package: dict[str, Any]
    content: str


def publish(
    settings: Settings,
    *,
    on_step: OnStep = lambda step: None,
    now: datetime | None = None,
) -> Outcome:
    """Publish all marts of the build as one release, or nothing.

    The caller holds the warehouse's lock (`ground.lock`).

    Args:
        settings: where build, verdicts and releases are.
        on_step: called with the name of each step before it begins.
        now: the moment that the release id carries.

    Returns:
        The new release, or the current one when its content would be the same.

    Raises:
        ReleaseError: with every reason why nothing was published.
        HeldError: when a person holds the release that is served.
    """
    from orchestration.build.built import built_landed
    from orchestration.build.flows import shown_partitions
    from orchestration.release.tables import open_build

    on_step("recover")
    notes = recover(settings)
    refuse_while_held(settings)
    last = current_release(settings)
    with open_build(settings.build_database) as connection:
        key = compute_build_key(settings, built_landed(settings), shown_partitions(settings))
        on_step("admit")
        candidate = _admitted(settings, connection, last)
        if last and read_manifest(last).content_sha256 == candidate.content:
            remember_build(settings, last.name, key.key)
            summary = f"nothing changed: {last.name} already holds exactly this content"
            return Outcome(last.name, last, False, summary, last.name, notes)
        release_id = new_release_id(settings, candidate.content, now)
        staging = settings.releases_dir / f"{STAGING}{release_id}"
        try:
            summary = _stage(settings, connection, candidate, key, last, staging, on_step, now)
            on_step("shelve")
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    folder = shelve(settings, staging, release_id)
    notes += _served(settings, release_id, key.key, on_step)
    return Outcome(release_id, folder, True, summary, last.name if last else None, notes)


def _served(settings: Settings, release_id: str, build_key: str, on_step: OnStep) -> list[str]:
    """Serve what is on the shelf and remove what is too old; notes on both."""
    on_step("serve")
    notes = serve(settings, release_id, on_step)
    remember_build(settings, release_id, build_key)
    on_step("prune")
    return notes + [
        f"removed {name}, older than the newest {settings.keep_releases}"
        for name in prune(settings)
    ]


def _admitted(
    settings: WarehouseSettings, connection: duckdb.DuckDBPyConnection, last: Path | None
) -> _Candidate:
    """Read what would be published and make sure that it may be."""
    from orchestration.gates.suites import LAYERS
    from orchestration.release.admission import admit
    from orchestration.release.datapackage import describe_package
    from orchestration.release.dictionary import read_dictionary
    from orchestration.release.manifest import code_version
    from orchestration.release.tables import build_tables

    layers = {layer: build_tables(settings, connection, layer) for layer in LAYERS}
    verdicts = admit(settings, layers, last)
    tables = layers["marts"]
    docs = read_dictionary(settings.dbt_target_dir / "manifest.json")
    _refuse_silence(docs, tables)
    version = code_version(settings.project_root).version
    package = describe_package(tables, docs, _sources(connection), version)
    return _Candidate(tables, docs, verdicts, package, _content(tables, package))


def _refuse_silence(docs: dict[str, TableDoc], tables: list[Table]) -> None:
    from orchestration.release.dictionary import undocumented

    silent = [
        gap
        for table in tables
        for gap in undocumented(docs, table.name, (column.name for column in table.columns))
    ]
    if silent:
        raise ReleaseError(
            "Nothing was published: the release could not say what it contains",
            expected="a description for every table and column, and a key for every table",
            found="\n    ".join(["", *silent]),
            way_out="write them into the model's YAML file and build again",
        )


def _sources(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    cursor = connection.execute(_SOURCES)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _content(tables: list[Table], package: dict[str, Any]) -> str:
    """Digest of all that a reader can see: rows, schema, descriptions, sources."""
    seen = {
        "tables": {table.name: table.fingerprint.digest for table in tables},
        "package": {key: value for key, value in package.items() if key != "version"},
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()


def _stage(
    settings: WarehouseSettings,
    connection: duckdb.DuckDBPyConnection,
    candidate: _Candidate,
    key: BuildKey,
    last: Path | None,
    staging: Path,
    on_step: OnStep,
    now: datetime | None,
) -> str:
    """Write, describe and verify a release beside the others; returns what changed in one line."""
    from orchestration.release.diff_text import one_line
    from orchestration.release.tables import write_database, write_parquet

    staging.mkdir(parents=True)
    on_step("stage tables")
    for table in candidate.tables:
        write_parquet(connection, table, candidate.docs[table.name].key, staging)
    on_step("stage database")
    write_database(connection, staging / DATABASE, staging, candidate.docs)
    on_step("describe")
    diff = _describe(settings, connection, candidate, key, last, staging, now)
    on_step("verify")
    _refuse_unsound(settings, staging)
    on_step("sync")
    sync_tree(staging)
    return one_line(diff)


def _describe(
    settings: WarehouseSettings,
    connection: duckdb.DuckDBPyConnection,
    candidate: _Candidate,
    key: BuildKey,
    last: Path | None,
    staging: Path,
    now: datetime | None,
) -> dict[str, Any]:
    """Write what a staged release says of itself; returns its diff against the last one."""
    from orchestration.release import manifest as manifests
    from orchestration.release.breaks import breaks_against
    from orchestration.release.datapackage import stamped, write_package
    from orchestration.release.diff import DIFF, diff_releases
    from orchestration.release.diff_text import as_markdown

    release_id = staging.name.removeprefix(STAGING)
    keys = {name: doc.key for name, doc in candidate.docs.items()}
    diff = {"release_id": release_id, **diff_releases(connection, last, staging, keys)}
    diff["breaks"] = breaks_against(last, candidate.package)
    write_json(staging / DIFF, diff)
    (staging / "diff.md").write_text(as_markdown(diff, release_id))
    _copy_beside(settings, staging)
    manifest = manifests.describe_release(
        release_id=release_id,
        content=candidate.content,
        previous=last.name if last else None,
        tables=candidate.tables,
        verdicts=candidate.verdicts,
        build_key=key,
        code=manifests.code_version(settings.project_root),
        files=manifests.measure_files(staging),
        now=now,
    )
    package = stamped(candidate.package, release_id, manifest.created_at)
    write_package(staging, package)
    manifests.write_manifest(
        staging, manifest.model_copy(update={"files": manifests.measure_files(staging)})
    )
    return diff


def _copy_beside(settings: WarehouseSettings, staging: Path) -> None:
    """What goes with a release and is not made of its tables."""
    copy_whole(settings.dbt_project_dir / "docs" / CHANGELOG, staging / CHANGELOG)
    if BILL_OF_MATERIALS.is_file():
        copy_whole(BILL_OF_MATERIALS, staging / BILL_OF_MATERIALS.name)


def _refuse_unsound(settings: WarehouseSettings, staging: Path) -> None:
    from orchestration.build.relations import forget_fingerprints
    from orchestration.release.verify import verify_folder

    found = verify_folder(staging)
    if not found.is_sound:
        forget_fingerprints(settings)
        raise ReleaseError(
            "Nothing was published: what was staged is not what was judged",
            where=str(staging),
            found="\n    ".join(["", *found.problems]),
            way_out="run the refresh again; if it comes back, the engine changed a type on the way",
        )
