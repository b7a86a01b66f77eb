"""Backup: a consistent, verified snapshot of the warehouse, made while everything runs.

Belongs here: copying what is kept, under the writer's lock, so that the copy is of one moment.
Does not belong here: what a snapshot is (`snapshot.py`); archiving, encryption, other machines and
how long backups stay: tar, restic and find do that (guide in `warehouse/deployment`).
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from orchestration.ground.drafts import sweep
from orchestration.ground.errors import AskedError
from orchestration.ground.files import sha256_of, whole_folder
from orchestration.ground.lock import one_writer
from orchestration.landing.database import reading
from orchestration.settings import WarehouseSettings
from orchestration.upkeep.snapshot import KEPT, LANDING, SUMS, read_sums, refuse_changed, sums_text

ON_THEIR_WAY = "landing/incoming"
SCRATCH = (".lock", "-wal", "-shm", "-journal")
WAIT_SECONDS = 900.0


def back_up(settings: WarehouseSettings, folder: Path, wait: float = WAIT_SECONDS) -> Path:
    """Make one snapshot of everything kept in a folder; waits for a refresh that is running.

    Fetches may go on beside it: a digest is that of the copy, whatever is appended to the original
    meanwhile. A file that vanishes is left out. What was copied is read once more before the
    snapshot gets its name.

    Returns:
        the snapshot, a folder; it appears under its name only when it is whole.

    Raises:
        AskedError: when there is nothing to keep: a wrong path must not look like a good backup.
        BusyError: when a refresh is still running after `wait` seconds.
    """
    _refuse_nothing(settings)
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = folder / f"minerals-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    with one_writer(settings.lock_file, wait):
        with reading(settings):
            pass  # what version 1 kept in files is in the database before these are listed
        sweep(folder)
        with whole_folder(snapshot) as draft:
            digests = list(_copied(settings.warehouse_dir, draft))
            (draft / SUMS).write_bytes(sums_text(digests))
            refuse_changed(draft, read_sums(draft), snapshot)
    return snapshot


def _refuse_nothing(settings: WarehouseSettings) -> None:
    is_warehouse = settings.releases_dir.exists() or settings.landing_dir.exists()
    kept = _kept_files(settings.warehouse_dir)
    if not is_warehouse or all(path.is_relative_to(settings.dagster_home) for path in kept):
        raise AskedError(
            "There is nothing to back up: no release yet, and nothing has landed",
            where=str(settings.warehouse_dir),
            expected="a warehouse with files in releases/ or landing/",
            way_out="make a release: minerals refresh; or name another warehouse with"
            " MINERALS_WAREHOUSE_DIR",
        )


def _copied(warehouse: Path, draft: Path) -> Iterator[tuple[str, str]]:
    """Copy every kept file; yields digest and name of each that was there to the end."""
    for path in _kept_files(warehouse):
        name = path.relative_to(warehouse).as_posix()
        copy = draft / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy(path, copy, is_database=_is_database(name))
        except FileNotFoundError:
            copy.unlink(missing_ok=True)
            if path.exists():
                raise
        except sqlite3.OperationalError as error:
            copy.unlink(missing_ok=True)
            if path.exists():
                raise OSError(_number_of(error), str(error), str(copy)) from error
        else:
            yield sha256_of(copy), name


def _number_of(error: sqlite3.OperationalError) -> int:
    """The operating system's number for what SQLite says of the disk."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # without its detail
    return errno.ENOSPC if code == sqlite3.SQLITE_FULL else errno.EIO


def _kept_files(warehouse: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    for name in KEPT:
        for path in _files_under(warehouse / name):
            is_scratch = path.name.endswith(SCRATCH) or path.is_relative_to(
                warehouse / ON_THEIR_WAY
            )
            if path.is_file() and not is_scratch and path not in seen:
                seen.add(path)
                yield path


def _files_under(root: Path) -> Iterator[Path]:
    """A file itself, or the files of a folder; a folder that vanishes meanwhile has none."""
    if root.is_file():
        yield root
        return
    for folder, folders, files in os.walk(root, onerror=_unless_gone):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(files))


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _copy(source: Path, target: Path, *, is_database: bool) -> None:
    if is_database:
        _copy_database(source, target)
    else:
        shutil.copyfile(source, target)


def _is_database(name: str) -> bool:
    """Whether a file is an SQLite database of ours; a dropped file may have any name."""
    in_history = name.startswith("dagster_home/") and name.endswith(".db")
    return in_history or name == LANDING


def _copy_database(source: Path, target: Path) -> None:
    """A whole copy of an SQLite file that others may be writing to, or were when they died."""
    reading = sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True, timeout=60)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()
