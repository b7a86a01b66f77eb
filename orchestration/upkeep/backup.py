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
import os
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from orchestration.ground.errors import AskedError
from orchestration.ground.files import mend_folder, move, sha256_of, whole_file
from orchestration.ground.lock import one_writer
from orchestration.landing.database import DATABASE, reading
from orchestration.settings import Settings

LANDING = f"landing/{DATABASE}"
# The landing's state goes first: the bytes that it names were all stored before it was written.
KEPT = (
    LANDING,
    "landing",
    "releases",
    "critical_minerals.duckdb",
    "build/released.json",  # which build the release stands for: `status` knows it again
    "drop",
    "notifications.jsonl",
    "dagster_home",
)
ROOTS = tuple(name for name in KEPT if not any(name.startswith(f"{other}/") for other in KEPT))
"""What a restore puts back in one piece each; a name inside another comes back with it."""
ON_THEIR_WAY = "landing/incoming"
CONFIGURATION = "dagster_home/dagster.yaml"
SCRATCH = (".lock", "-wal", "-shm", "-journal")
_SUMS = "SHA256SUMS"  # the last entry: an archive that was cut off has none
WAIT_SECONDS = 900.0


def back_up(settings: Settings, folder: Path, wait: float = WAIT_SECONDS) -> Path:
    """Write one archive of everything kept into a folder; waits for a refresh that is running.

    Fetches may go on beside it: each file is copied aside first, so what the archive holds of it
    is what its digest says, whatever is appended meanwhile. A file that vanishes is left out.

    Returns:
        the archive; it appears under its name only when it is whole.

    Raises:
        AskedError: when there is nothing to keep: a wrong path must not look like a good backup.
        BusyError: when a refresh is still running after `wait` seconds.
    """
    _refuse_nothing(settings)
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"minerals-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    with one_writer(settings.lock_file, wait):
        with reading(settings):
            pass  # what version 1 kept in files is in the database before these are listed
        with (
            whole_file(archive) as draft,
            TemporaryDirectory(dir=folder, prefix=".copies-") as aside,
            tarfile.open(draft, "w") as tar,
        ):
            lines = [
                _add(tar, path, path.relative_to(settings.warehouse_dir).as_posix(), Path(aside))
                for path in _kept_files(settings.warehouse_dir)
            ]
            _add_text(tar, _SUMS, "".join(lines))
    return archive


def _refuse_nothing(settings: Settings) -> None:
    if not settings.releases_dir.exists() and not settings.landing_dir.exists():
        raise AskedError(
            "There is nothing to back up",
            where=str(settings.warehouse_dir),
            expected="a warehouse with releases/ or landing/",
            way_out="name the warehouse with MINERALS_WAREHOUSE_DIR",
        )


def restore(settings: Settings, archive: Path, *, force: bool = False) -> Path | None:
    """Put a backup back, whole: what the warehouse held of the kept things is replaced.

    Args:
        settings: the warehouse; stop Dagster's services on it first.
        archive: what `back_up` wrote.
        force: replace a warehouse that has a release already; what it has and the backup has not
            is removed, only Dagster's configuration stays.

    Returns:
        the folder of the release that is served now; None when the backup held none.

    Raises:
        AskedError: when the archive is no backup, or something would be overwritten.
    """
    from orchestration.release import current_release

    with one_writer(settings.lock_file):
        if current_release(settings) is not None and not force:
            raise AskedError(
                "This warehouse has a release; a restore would replace it",
                where=str(settings.warehouse_dir),
                way_out="restore into an empty folder (MINERALS_WAREHOUSE_DIR), or say --force",
            )
        with TemporaryDirectory(dir=settings.warehouse_dir, prefix=".restore-") as aside:
            _unpack(archive, Path(aside))
            _put_back(Path(aside), settings.warehouse_dir, force=force)
        return current_release(settings)


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


def _add(tar: tarfile.TarFile, path: Path, name: str, aside: Path) -> str:
    """Add one file; returns its line for the list of digests, none when it has vanished."""
    copy = aside / "copy"
    try:
        entry = tar.gettarinfo(path, name)
        _copy(path, copy, is_database=_is_database(name))
        # as bytes: two names of one file must not become a link between two entries
        entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", copy.stat().st_size
        with copy.open("rb") as content:
            tar.addfile(entry, content)
        return _sums_line(sha256_of(copy), name)
    except (FileNotFoundError, sqlite3.OperationalError):
        if path.exists():
            raise
        return ""
    finally:
        copy.unlink(missing_ok=True)


def _copy(source: Path, target: Path, *, is_database: bool) -> None:
    if is_database:
        _copy_database(source, target)
    else:
        shutil.copyfile(source, target)


def _is_database(name: str) -> bool:
    """Whether a file is an SQLite database of ours; a dropped file may have any name."""
    in_history = name.startswith("dagster_home/") and name.endswith(".db")
    return in_history or name == LANDING


def _sums_line(sha256: str, name: str) -> str:
    """One line as sha256sum writes it: a name with a line break in it is escaped and so marked."""
    if "\n" not in name and "\\" not in name:
        return f"{sha256}  {name}\n"
    return "\\{}  {}\n".format(sha256, name.replace("\\", "\\\\").replace("\n", "\\n"))


def _sums(content: bytes) -> Iterator[tuple[str, str]]:
    """Digests and names of the list; only a line feed ends a line, names hold all else."""
    for line in content.decode("utf-8", "surrogateescape").split("\n"):
        if not line:
            continue
        sha256, name = line.removeprefix("\\").split("  ", 1)
        if line.startswith("\\"):
            name = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], name)
        yield sha256, name


def _copy_database(source: Path, target: Path) -> None:
    """A whole copy of an SQLite file that others may be writing to, or were when they died."""
    reading = sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True, timeout=60)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    content = text.encode("utf-8", "surrogateescape")  # names of dropped files are any bytes
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        sums = _sums((folder / _SUMS).read_bytes())
        wrong = [name for sha256, name in sums if sha256_of(folder / name) != sha256]
        if wrong:
            raise tarfile.ReadError(f"damaged: {', '.join(wrong[:5])}")
    except (OSError, tarfile.TarError, EOFError, ValueError) as error:
        raise AskedError(
            "The backup cannot be read, or is not whole; nothing was changed",
            where=str(archive),
            expected="a file that `minerals backup` wrote",
            found=str(error).encode("utf-8", "backslashreplace").decode(),
            way_out="use another backup",
        ) from error


def _put_back(aside: Path, warehouse: Path, *, force: bool) -> None:
    configuration = aside / CONFIGURATION
    if force and not configuration.parent.exists() and (warehouse / CONFIGURATION).is_file():
        configuration.parent.mkdir()
        shutil.copyfile(warehouse / CONFIGURATION, configuration)
    for name in ROOTS:
        # unasked, only what has a successor goes: a dropped file may be nowhere else
        if force or (aside / name).exists():
            _swap(aside / name, warehouse / name)


def _swap(new: Path, old: Path) -> None:
    """Put what was restored, or nothing, in the place of what is there."""
    mend_folder(old)  # an earlier restore may have been killed here
    if new.exists():
        move(new, old)
    elif old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)
    else:
        old.unlink(missing_ok=True)
