"""The folder of downloads: which files it has, and that it is whole or stays what it was.

Belongs here: places and names, CSV by DuckDB, the descriptor of what was written.
Does not belong here: the workbook (`workbook.py`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.copies.file.open_rows import open_rows
from orchestration.ground.connection import quoted
from orchestration.ground.drafts import remove
from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import read_json, sha256_of, whole_folder, write_json
from orchestration.release import current_release
from orchestration.release.datapackage import PACKAGE
from orchestration.release.tables import parquet_relation
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    import duckdb

CURRENT, RELEASES = "current", "releases"
WORKBOOK = "critical_minerals.xlsx"
_ALONG = ("CHANGELOG.md", "manifest.json", "diff.json", "diff.md")
OnStep = Callable[[str], None]


@dataclass(frozen=True)
class Written:
    """What was written, and where."""

    folder: Path
    release_id: str
    tables: int
    was_there: bool


def write_downloads(
    settings: WarehouseSettings, folder: Path | None = None, *, on_step: OnStep = lambda _: None
) -> Written:
    """Write the files of the served release under its id and under `current`.

    Args:
        settings: the warehouse whose release is read.
        folder: where `releases` goes; default: `downloads` in the warehouse.
        on_step: called with what is done now.

    Raises:
        ReleaseError: when nothing is released yet.
    """
    release = current_release(settings)
    if release is None:
        raise ReleaseError("Nothing is released yet", way_out="run `minerals refresh` first")
    releases = (folder or settings.warehouse_dir / "downloads").resolve() / RELEASES
    own = releases / release.name
    was_there = (own / PACKAGE).is_file()
    if not was_there:
        with whole_folder(own) as draft:
            _fill(release, draft, on_step)
    if not _is_current(releases, release.name):
        on_step(CURRENT)
        with whole_folder(releases / CURRENT) as draft:
            _linked(own, draft)
    return Written(releases, release.name, len(list(own.glob("*.csv.gz"))), was_there)


def _is_current(releases: Path, release_id: str) -> bool:
    package = read_json(releases / CURRENT / PACKAGE)
    return package is not None and package.get("id") == release_id


def _fill(release: Path, folder: Path, on_step: OnStep) -> None:
    from orchestration.copies.downloads.workbook import write_workbook

    package = read_json(release / PACKAGE) or {}
    rows = _write_tables(release, folder, package, on_step)
    for name in _ALONG:
        if (release / name).is_file():
            shutil.copyfile(release / name, folder / name)
    on_step(WORKBOOK)
    write_workbook(release, package, folder / WORKBOOK)
    write_json(folder / PACKAGE, _described(package, folder, rows))


def _write_tables(
    release: Path, folder: Path, package: dict[str, Any], on_step: OnStep
) -> dict[str, int]:
    """Both files of every table; returns their rows: fewer than released where not all are open."""
    import duckdb

    rows: dict[str, int] = {}
    with duckdb.connect() as connection:
        for resource in package["resources"]:
            name = resource["name"]
            on_step(name)
            key = ", ".join(map(quoted, resource["schema"].get("primaryKey", ())))
            relation = parquet_relation(release / resource["path"])
            target = str(folder / csv_of(name)).replace("'", "''")
            order = f" order by {key}" if key else ""
            where = open_rows([field["name"] for field in resource["schema"]["fields"]])
            if where:
                _copy_open(connection, relation + where, folder / resource["path"])
            else:
                shutil.copyfile(release / resource["path"], folder / resource["path"])
            (rows[name],) = connection.execute(
                f"copy (select * from {relation}{where}{order}) to '{target}'"  # noqa: S608
                " (format csv, header, compression gzip)"
            ).fetchone() or (0,)
    return rows


def _copy_open(connection: duckdb.DuckDBPyConnection, rows: str, target: Path) -> None:
    """The rows that may be passed on, as Parquet."""
    path = str(target).replace("'", "''")
    connection.execute(f"copy (select * from {rows}) to '{path}' (format parquet)")  # noqa: S608


def csv_of(table: str) -> str:
    """The file of a table as CSV."""
    return f"{table}.csv.gz"


def _described(package: dict[str, Any], folder: Path, rows: dict[str, int]) -> dict[str, Any]:
    """The release's descriptor for these files: CSV, with rows, size and digest of each."""
    resources = [
        {
            **resource,
            "path": csv_of(resource["name"]),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "compression": "gz",
            "rows": rows[resource["name"]],
            "bytes": (folder / csv_of(resource["name"])).stat().st_size,
            "hash": f"sha256:{sha256_of(folder / csv_of(resource['name']))}",
        }
        for resource in package["resources"]
    ]
    return {**package, "resources": resources}


def _linked(source: Path, target: Path) -> None:
    """The same files under another address; copies where the file system has no links."""
    remove(target)
    target.mkdir(parents=True)
    for path in source.iterdir():
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copyfile(path, target / path.name)
