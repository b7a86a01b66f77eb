"""Verification: a release is opened and read again, and must be what its manifest says.

Belongs here: every check on a finished release folder.
Does not belong here: whether its figures are right (gates).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import sha256_of
from orchestration.release.datapackage import read_package
from orchestration.release.manifest import (
    MANIFEST,
    ReleasedFile,
    ReleasedTable,
    read_manifest,
)
from orchestration.release.pointer import DATABASE
from orchestration.release.shelf import current_release, release_folder

if TYPE_CHECKING:
    from orchestration.release.tables import Table
    from orchestration.settings import WarehouseSettings


@dataclass(frozen=True)
class Verification:
    """What was checked, and all that is wrong."""

    release_id: str
    files: int
    tables: int
    rows: int
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether the release is what its manifest says."""
        return not self.problems


def verify(settings: WarehouseSettings, release_id: str | None = None) -> Verification:
    """Check a release, by default the current one; if it is served, the served file too.

    Raises:
        ReleaseError: when there is no such release.
    """
    current = current_release(settings)
    folder = release_folder(settings, release_id) if release_id else current
    if folder is None:
        raise ReleaseError(
            "Nothing is released yet",
            where=str(settings.releases_dir),
            way_out="run `minerals refresh` first",
        )
    found = verify_folder(folder)
    if folder == current:
        promised = read_manifest(folder).files.get(DATABASE)
        served = settings.served_database
        if not served.exists():
            found.problems.append(f"the served file is missing: {served}")
        elif promised is None or sha256_of(served) != promised.sha256:
            found.problems.append(f"the served file was changed by somebody: {served}")
    return found


def verify_folder(folder: Path) -> Verification:
    """Check one release folder against its own manifest."""
    manifest = read_manifest(folder)
    problems = _check_files(folder, manifest.files)
    if not problems:
        problems += _check_tables(folder, manifest.tables)
        problems += _check_package(folder, manifest.tables)
    problems += [
        f"{verdict.table}: released without a passing verdict"
        for verdict in manifest.gates.verdicts
        if not verdict.passed
    ]
    files, tables = len(manifest.files) + 1, len(manifest.tables)
    return Verification(folder.name, files, tables, manifest.rows, problems)


def _check_files(folder: Path, files: dict[str, ReleasedFile]) -> list[str]:
    present = {path.name for path in folder.iterdir()} - {MANIFEST}
    problems = [f"{name}: the file is missing" for name in sorted(set(files) - present)]
    problems += [f"{name}: the manifest does not know it" for name in sorted(present - set(files))]
    for name in sorted(present & set(files)):
        if sha256_of(folder / name) != files[name].sha256:
            problems.append(f"{name}: its bytes are not what was released")
    return problems


def _check_tables(folder: Path, expected: dict[str, ReleasedTable]) -> list[str]:
    """Open the Parquet files and the database, and compare content table by table."""
    import duckdb

    from orchestration.release.tables import (
        database_tables,
        open_database,
        parquet_shape,
        without_comment,
    )

    problems: list[str] = []
    try:
        with open_database(folder / DATABASE) as connection:
            inside = {table.name: table for table in database_tables(connection)}
            problems += _same_names("the database", set(inside), set(expected))
            for name in sorted(set(inside) & set(expected)):
                problems += _check_content(inside[name], expected[name])
            beside = {path.stem: path for path in folder.glob("*.parquet")}
            problems += _same_names("Parquet", set(beside), set(expected))
            for name in sorted(set(beside) & set(expected)):
                shape = parquet_shape(connection, beside[name])
                if shape != (expected[name].columns, expected[name].rows):
                    problems.append(f"{name}: columns or rows in Parquet are not what was judged")
            silent = without_comment(connection)
    except duckdb.Error as error:
        return [f"cannot be read: {error}"]
    return problems + [f"{name} has no description in the database" for name in silent]


def _same_names(kind: str, found: set[str], expected: set[str]) -> list[str]:
    problems = [f"{name}: missing in {kind}" for name in sorted(expected - found)]
    return problems + [f"{name}: unexpected in {kind}" for name in sorted(found - expected)]


def _check_content(table: Table, expected: ReleasedTable) -> list[str]:
    """The database was made from the Parquet files: where its content is right, theirs was."""
    if table.fingerprint.digest == expected.fingerprint:
        return []
    columns = {column.name: column.type for column in table.columns}
    what = "content" if columns == expected.columns else f"columns {columns}"
    return [f"{table.name}: {what} in the database is not what was judged"]


def _check_package(folder: Path, expected: Iterable[str]) -> list[str]:
    try:
        described = {resource.name for resource in read_package(folder).resources}
    except ReleaseError as error:
        return [f"datapackage.json does not describe the tables: {error.found}"]
    return [] if described == set(expected) else ["datapackage.json does not describe the tables"]
