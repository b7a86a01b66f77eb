"""The build key: one digest over all that a release is made of, by which nothing has changed.

Belongs here: which files count, and their digests by group.
Does not belong here: what follows from a key (`shelf.unchanged_release`, the command line).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.files import sha256_of

if TYPE_CHECKING:
    from orchestration.landing.types import PinnedEdition
    from orchestration.settings import Settings

_NOT_SOURCE = {"target", "logs", "dbt_packages", "__pycache__"}
_SUFFIXES = {".py", ".sql", ".yml", ".yaml", ".csv", ".json", ".md", ".toml"}
_LOCKS = ("requirements.lock", "pyproject.toml")
_ENGINES = ("duckdb", "dbt-core", "dbt-duckdb", "great-expectations")
_SPARK_ENGINES = ("pyspark", "dbt-spark")
_CLI = "cli"  # how things are shown does not change what is built


@dataclass(frozen=True)
class BuildKey:
    """The digest, and the digests it is made of by group and path."""

    key: str
    groups: dict[str, dict[str, str]]

    @property
    def inputs(self) -> dict[str, str]:
        """Files that the figures come from, with sha256."""
        return self.groups["input"]


def compute_build_key(
    settings: Settings,
    landed: Mapping[str, PinnedEdition] | None = None,
    partitions: Mapping[str, str] | None = None,
) -> BuildKey:
    """Digest of inputs, dbt project, suites, code, lock file and engine versions.

    Args:
        settings: where all of these are.
        landed: the landed editions that count as input; those that are pinned now when left out.
        partitions: digests by place of the bulk trade that counts; what is landed when left out.
    """
    root = settings.project_root
    embedded = _digests(_inputs(settings), settings.input_dir or settings.embedded_dir)
    groups = {
        "input": {**embedded, **_landed(settings, landed), **_partitions(settings, partitions)},
        "dbt_project": _digests(_sources(settings.dbt_project_dir), root),
        "expectations": _digests(_sources(settings.suites_dir.parent), root),
        "orchestration": _digests(_code(root / "orchestration"), root),
        "lock": _digests((root / name for name in _LOCKS), root),
        "engine": engine_versions(settings),
    }
    if settings.optional_sources:
        groups["switched_on"] = dict.fromkeys(sorted(settings.optional_sources), "true")
    body = json.dumps(groups, sort_keys=True)
    return BuildKey(key=hashlib.sha256(body.encode()).hexdigest(), groups=groups)


def _inputs(settings: Settings) -> Iterable[Path]:
    if settings.input_dir is None:
        yield from settings.embedded_dir.rglob("*.csv")
        return
    from orchestration.publishers import publisher_of
    from orchestration.publishers.editions import find_files

    for edition_id, paths in find_files(settings.input_dir).items():
        if publisher_of(edition_id).is_on(settings):
            yield from paths


def _landed(settings: Settings, landed: Mapping[str, PinnedEdition] | None) -> dict[str, str]:
    if landed is None:
        from orchestration.landing.pins import landed_only

        landed = landed_only(settings)
    return {
        f"landing/{edition.edition_id}/{file.file_name}": file.sha256
        for edition in landed.values()
        for file in edition.files
    }


def _partitions(settings: Settings, partitions: Mapping[str, str] | None) -> dict[str, str]:
    """Digests of what the models read of bulk trade, by partition."""
    if partitions is None:
        from orchestration.landing.flows.partitions import digests_of, readable_partitions

        partitions = digests_of(readable_partitions(settings))
    return {f"trade/{place}": sha256 for place, sha256 in partitions.items()}


def _sources(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.suffix in _SUFFIXES and not _NOT_SOURCE.intersection(parts):
            yield path


def _code(folder: Path) -> Iterable[Path]:
    return (p for p in _sources(folder) if p.relative_to(folder).parts[0] != _CLI)


def _digests(paths: Iterable[Path], root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)) if path.is_relative_to(root) else str(path): sha256_of(path)
        for path in sorted(paths)
        if path.is_file()
    }


def engine_versions(settings: Settings) -> dict[str, str]:
    """Versions of the engines that read, build and judge."""
    from importlib.metadata import PackageNotFoundError, version

    versions = _spark_versions(settings) if settings.engine == "spark" else {}
    for name in _ENGINES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions


def _spark_versions(settings: Settings) -> dict[str, str]:
    """Versions that Spark's own environment is locked to."""
    lock = (settings.dbt_project_dir / "spark" / "requirements.lock").read_text()
    locked = (line.split()[0].split("==") for line in lock.splitlines() if "==" in line)
    return {name: version for name, version in locked if name in _SPARK_ENGINES}
