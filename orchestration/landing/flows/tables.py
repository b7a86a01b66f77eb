"""Bulk files in a folder, and the tables that each of them gives, one at a time on the disk.

Belongs here: finding files, looking into archives, taking one table out of an archive.
Does not belong here: what a table holds (`staging.py`).

An archive is never held in memory: a table leaves it as a file beside the partitions, and goes
again once it is staged.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from orchestration.fetching.archives import DAMAGED
from orchestration.ground.errors import AskedError, LayoutError
from orchestration.ground.files import sha256_of
from orchestration.publishers.bulk import Bulk, BulkName
from orchestration.publishers.publisher import Publisher
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN
from orchestration.publishers.registry import PUBLISHERS
from orchestration.settings import WarehouseSettings

ZIP, PARQUET = ".zip", ".parquet"


@dataclass(frozen=True)
class BulkFile:
    """A publisher's bulk file on the disk."""

    path: Path
    publisher: Publisher
    bulk: Bulk
    name: BulkName
    sha256: str


@dataclass(frozen=True)
class BulkTable:
    """One table of a bulk file: the file itself, or a member of an archive."""

    file: BulkFile
    name: BulkName
    member: str | None = None

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.file.path.name}, {self.member}" if self.member else self.file.path.name

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet; otherwise it is text."""
        return (self.member or self.file.path.name).lower().endswith(PARQUET)


def find_bulk_files(settings: WarehouseSettings, paths: Iterable[Path]) -> list[BulkFile]:
    """Bulk files among paths and below folders, each edition as its publisher prefers it.

    Raises:
        AskedError: when there is none, or only of a source that is switched off.
    """
    asked = list(paths)
    files = sorted({p for path in asked for p in ([path] if path.is_file() else path.rglob("*"))})
    known = [each for path in files if (each := _known(path))]
    on = [each for each in known if each.publisher.takes_bulk(settings)]
    if not on:
        raise _nothing(asked, {each.publisher.source_id for each in known})
    editions: dict[str, list[Found]] = {}
    for each in on:
        editions.setdefault(each.name.edition_id, []).append(each)
    return [file for found in editions.values() for file in _preferred(found)]


class Found(NamedTuple):
    """A file whose name a publisher knows."""

    path: Path
    publisher: Publisher
    bulk: Bulk
    name: BulkName


def _known(path: Path) -> Found | None:
    for publisher in PUBLISHERS if path.is_file() else ():
        bulk = publisher.bulk
        name = bulk.named(path.name) if bulk else None
        if bulk and name:
            return Found(path, publisher, bulk, name)
    return None


def _preferred(found: list[Found]) -> list[BulkFile]:
    """Those that the publisher of an edition prefers, opened."""
    names = set(found[0].publisher.prefer([each.path.name for each in found]))
    chosen = (each for each in found if each.path.name in names)
    return [BulkFile(*each, sha256_of(each.path)) for each in chosen]


def tables_of(file: BulkFile) -> list[BulkTable]:
    """The tables of a file, in order of year.

    Raises:
        LayoutError: when an archive is damaged or holds no table.
    """
    if file.path.suffix.lower() != ZIP:
        return [BulkTable(file, file.name)]
    with _archive(file) as archive:
        named = [(file.bulk.named(bare_name(m)), m) for m in archive.namelist()]
    tables = [BulkTable(file, name, member) for name, member in named if name]
    if not tables:
        raise LayoutError(
            "the archive holds no table of flows",
            where=str(file.path),
            expected=file.publisher.facts.file_names,
            found=f"{len(named)} other files",
            way_out=DOWNLOAD_AGAIN,
        )
    return sorted(tables, key=lambda table: (table.name.year or 0, table.name.month or 0))


def bare_name(member: str) -> str:
    """A member's name without its folders, so that no name leads out of a folder."""
    return PurePosixPath(member.replace("\\", "/")).name


def code_list_of(file: BulkFile) -> tuple[str, str] | None:
    """The member of an archive that lists the codes of goods, and its column of codes."""
    if file.path.suffix.lower() != ZIP:
        return None
    with _archive(file) as archive:
        for member in archive.namelist():
            column = file.bulk.code_list(bare_name(member))
            if column:
                return member, column
    return None


@contextmanager
def on_disk(file: BulkFile, member: str | None, room: Path) -> Iterator[Path]:
    """The bytes of a table as a file: its own, or one in `room` that goes when the block ends.

    Raises:
        LayoutError: when the archive is damaged.
    """
    if member is None:
        yield file.path
        return
    room.mkdir(parents=True, exist_ok=True)
    target = room / bare_name(member)
    try:
        with _archive(file) as archive, archive.open(member) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
        yield target
    finally:
        target.unlink(missing_ok=True)


@contextmanager
def _archive(file: BulkFile) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file.path) as archive:
            yield archive
    except DAMAGED as error:
        raise LayoutError(
            "the file is cut off or damaged",
            where=str(file.path),
            expected="a whole zip archive",
            found=str(error) or type(error).__name__,
            way_out=DOWNLOAD_AGAIN,
        ) from error


def _nothing(asked: list[Path], off: set[str]) -> AskedError:
    names = [p.facts.file_names for p in PUBLISHERS if p.bulk]
    switch = f"; switched off: {', '.join(sorted(off))}" if off else ""
    return AskedError(
        "There is no bulk file of trade here",
        where=", ".join(map(str, asked)),
        expected="; ".join(names),
        found=f"no file with such a name{switch}",
        way_out="name the folder with the publisher's files, their names unchanged",
    )
