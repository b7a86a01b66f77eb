"""Backup and restore: all that this warehouse could not make again, in one file.

Belongs here: what is worth keeping, copying it while everything runs, putting it back whole.
Does not belong here: where backups are kept and for how long (the operator's guide in
`warehouse/deployment`), Dagster's history in PostgreSQL (`pg_dump` does that better).

Kept: releases and the served file, the landing with its ledger, dropped files, notifications, and
Dagster's history where that is SQLite. Not kept: the build (the next refresh makes it again) and
everything that is in git.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from orchestration.errors import AskedError
from orchestration.one_writer import one_writer
from orchestration.release.files import sha256_of
from orchestration.settings import Settings

# The landing's state goes first: the bytes that it names were all stored before it was written.
KEPT = (
    "landing/editions.json",
    "landing",
    "releases",
    "critical_minerals.duckdb",
    "build/released.json",  # which build the release stands for: `status` knows it again
    "drop",
    "notifications.jsonl",
    "dagster_home",
)
SQLITE_SUFFIXES = {".db"}
_SUMS = "SHA256SUMS"  # the last entry: an archive that was cut off has none
WAIT_SECONDS = 900.0


def back_up(settings: Settings, folder: Path, wait: float = WAIT_SECONDS) -> Path:
    """Write one archive of everything kept into a folder; waits for a refresh that is running.

    Returns:
        the archive; it appears under its name only when it is whole.

    Raises:
        BusyError: when a refresh is still running after `wait` seconds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"minerals-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    draft = archive.with_suffix(".part")
    with one_writer(settings, wait):
        try:
            with tarfile.open(draft, "w") as tar:
                lines = [
                    f"{_add(tar, path, path.relative_to(settings.warehouse_dir).as_posix())}\n"
                    for path in _kept_files(settings.warehouse_dir)
                ]
                _add_text(tar, _SUMS, "".join(lines))
            draft.replace(archive)
        finally:
            draft.unlink(missing_ok=True)
    return archive


def restore(settings: Settings, archive: Path, *, force: bool = False) -> Path | None:
    """Put a backup back, whole: what the warehouse held of the kept things is replaced.

    Args:
        settings: the warehouse; stop Dagster's services on it first.
        archive: what `back_up` wrote.
        force: replace a warehouse that has a release already.

    Returns:
        the folder of the release that is served now; None when the backup held none.

    Raises:
        AskedError: when the archive is no backup, or something would be overwritten.
    """
    from orchestration.release import current_release

    with one_writer(settings):
        if current_release(settings) is not None and not force:
            raise AskedError(
                "This warehouse has a release; a restore would replace it",
                where=str(settings.warehouse_dir),
                way_out="restore into an empty folder (MINERALS_WAREHOUSE_DIR), or say --force",
            )
        with TemporaryDirectory(dir=settings.warehouse_dir, prefix=".restore-") as aside:
            _unpack(archive, Path(aside))
            for name in KEPT:
                _swap(Path(aside) / name, settings.warehouse_dir / name)
        return current_release(settings)


def _kept_files(warehouse: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    for name in KEPT:
        root = warehouse / name
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            is_scratch = path.name.endswith((".lock", "-wal", "-shm")) or path.name == ".lock"
            if path.is_file() and not is_scratch and path not in seen:
                seen.add(path)
                yield path


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Add one file; returns its line for the list of digests."""
    with TemporaryDirectory() as aside:
        if path.suffix in SQLITE_SUFFIXES:
            _copy_database(path, Path(aside) / path.name)
            path = Path(aside) / path.name
        # as bytes: two names of one file must not become a link between two entries
        entry = tar.gettarinfo(path, name)
        entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", path.stat().st_size
        with path.open("rb") as content:
            tar.addfile(entry, content)
        return f"{sha256_of(path)}  {name}"


def _copy_database(source: Path, target: Path) -> None:
    """A whole copy of an SQLite file that others may be writing to."""
    reading = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    tar.addfile(entry, io.BytesIO(text.encode()))


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        sums = (folder / _SUMS).read_text().splitlines()
        wrong = [
            name
            for sha256, name in (line.split("  ", 1) for line in sums)
            if sha256_of(folder / name) != sha256
        ]
        if wrong:
            raise tarfile.ReadError(f"damaged: {', '.join(wrong[:5])}")
    except (OSError, tarfile.TarError, EOFError, ValueError) as error:
        raise AskedError(
            "The backup cannot be read, or is not whole; nothing was changed",
            where=str(archive),
            expected="a file that `minerals backup` wrote",
            found=str(error),
            way_out="use another backup",
        ) from error


def _swap(new: Path, old: Path) -> None:
    """Put what was restored in the place of what is there; a file without a backup stays."""
    if not new.exists():
        return
    old.parent.mkdir(parents=True, exist_ok=True)
    if old.is_dir():
        shutil.rmtree(old)
    new.replace(old)
