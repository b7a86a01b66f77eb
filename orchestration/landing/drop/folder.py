"""The drop folder: files that a person downloaded, verified like those that a connector fetches.

`warehouse/drop/` takes any publisher's files, in any subfolder, with their names unchanged. Beside
them may lie `<name>.md5`, `<name>.sha256` or `SHA256SUMS`, as md5sum and sha256sum write them; what
these say must hold. Files are grouped into editions by the names that parsers know; an archive
stands for the tables in it. What cannot be used stays where it is, with the reason; what was
handled is moved to `drop/taken/<time>/` by whoever handled it.

Belongs here: looking into the folder, grouping, moving files away.
Does not belong here: checksums (`fetching`), the text about a refused file
(`refusals.py`), whether an edition is accepted (`landing`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from orchestration.fetching import checksums
from orchestration.fetching.archives import unpack
from orchestration.fetching.base import FetchedFile, FetchRecord, RemoteEdition, RemoteFile
from orchestration.fetching.bodies import SNIFFED, WEB_PAGE
from orchestration.ground.errors import FetchError, RefusedError
from orchestration.ground.files import move
from orchestration.landing.drop import refusals as dropped_refusals
from orchestration.landing.drop.odd import why_odd
from orchestration.publishers.registry import edition_named_by, publisher_of
from orchestration.settings import Settings, WarehouseSettings

TAKEN = "taken"
UNFINISHED = frozenset({".part", ".tmp", ".crdownload", ".download"})
SETTLE_SECONDS = 1.0
"""A file that changed a moment ago may still be on its way into the folder."""


class DroppedEdition(NamedTuple):
    """Files of one edition, verified, and everything in the folder that belongs to them."""

    edition: RemoteEdition
    files: tuple[FetchedFile, ...]
    paths: tuple[Path, ...]


class RefusedDrop(NamedTuple):
    """Something that cannot be used, and why; it stays in the folder."""

    path: Path
    error: FetchError


class DropFolder(NamedTuple):
    """What lies in the folder now."""

    editions: tuple[DroppedEdition, ...] = ()
    refused: tuple[RefusedDrop, ...] = ()
    waiting: tuple[Path, ...] = ()
    """Files that were still being written while we looked."""


class _Verified(NamedTuple):
    edition_id: str
    path: Path
    file: FetchedFile


def look(
    settings: Settings,
    room: Path,
    record: Callable[[FetchRecord], None],
    sleep: Callable[[float], None] = time.sleep,
) -> DropFolder:
    """Verify and group what lies in the drop folder; nothing in it is changed.

    Args:
        settings: where the folder is, and the largest file that is let in.
        room: a scratch folder for the tables of archives; it must outlive the result's use.
        record: takes one record per file, for the ledger.
        sleep: waits once when a file changed a moment ago; tests pass their own.
    """
    folder = settings.drop_dir
    _set_aside(settings, record)
    found = list(files_in(folder))
    refused = [RefusedDrop(p, dropped_refusals.odd_name(p)) for p in found if not _is_text(p)]
    ready, waiting = _settled([path for path in found if _is_text(path)], sleep)
    sums = [path for path in ready if checksums.is_sums(path)]
    verified: list[_Verified] = []
    refused += _incomplete(sums, waiting)
    for path in ready:
        if checksums.is_checksum(path):
            continue
        try:
            verified += _verify(path, sums, settings, room)
        except (FetchError, OSError) as error:
            refused.append(RefusedDrop(path, dropped_refusals.unreadable(path, error)))
    editions: list[DroppedEdition] = []
    for edition_id in sorted({each.edition_id for each in verified}):
        of_edition = [each for each in verified if each.edition_id == edition_id]
        try:
            editions.append(_together(of_edition, [drop.path for drop in refused], waiting))
        except FetchError as error:
            refused += [RefusedDrop(path, error) for path in {each.path for each in of_edition}]
    for record_of in _records(folder, editions, refused):
        record(record_of)
    return DropFolder(tuple(editions), tuple(refused), waiting)


def _set_aside(settings: WarehouseSettings, record: Callable[[FetchRecord], None]) -> None:
    """Move away what nobody meant to drop."""
    for path in list(files_in(settings.drop_dir)):
        reason = why_odd(path)
        if reason:
            address = f"drop/{dropped_refusals.legible(str(path.relative_to(settings.drop_dir)))}"
            now = datetime.now(UTC)
            record(FetchRecord(now, "", address, None, 0, None, "refused", f"set aside: {reason}"))
            _move(path, settings.drop_dir, settings.drop_dir / TAKEN / "set_aside")


def files_in(folder: Path) -> Iterator[Path]:
    """Files that were dropped and not yet taken; downloads that go on do not count."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        hidden = inside[0] == TAKEN or any(part.startswith(".") for part in inside)
        if (
            (path.is_file() or path.is_symlink())
            and not hidden
            and path.suffix.lower() not in UNFINISHED
        ):
            yield path


def take_away(settings: WarehouseSettings, paths: Sequence[Path]) -> Path:
    """Move handled files to `drop/taken/<time>/`, and checksums that no file needs any more."""
    folder = settings.drop_dir
    target = folder / TAKEN / datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    for path in paths:
        _move(path, folder, target)
    for path in [path for path in files_in(folder) if checksums.is_sums(path)]:
        if not _is_needed(path):
            _move(path, folder, target)
    return target


def _is_needed(sums: Path) -> bool:
    """Whether a list names a file that still lies there; one that cannot be read stays too."""
    try:
        return any(named.exists() for named in checksums.named_in(sums))
    except (FetchError, OSError):
        return True


def _is_text(path: Path) -> bool:
    """Whether a name can be written down; on Linux it is any bytes."""
    return dropped_refusals.legible(str(path)) == str(path)


def _move(path: Path, folder: Path, target: Path) -> None:
    move(path, target / path.relative_to(folder))


def _settled(
    paths: list[Path], sleep: Callable[[float], None]
) -> tuple[list[Path], tuple[Path, ...]]:
    """Files whose size and time stay what they are, and those that are still being written."""
    before = {path: path.stat() for path in paths}
    if any(time.time() - stat.st_mtime < SETTLE_SECONDS for stat in before.values()):
        sleep(SETTLE_SECONDS)
    moving = []
    for path, stat in before.items():
        now = path.stat() if path.exists() else None
        if now is None or (now.st_size, now.st_mtime_ns) != (stat.st_size, stat.st_mtime_ns):
            moving.append(path)
    return [path for path in paths if path not in moving], tuple(moving)


def _verify(
    path: Path, sums: Sequence[Path], settings: Settings, room: Path
) -> Iterator[_Verified]:
    """One dropped file as the files that it gives: itself, or the tables of an archive."""
    is_archive = path.suffix.lower() == ".zip"
    edition_id = edition_named_by(path.name)
    if edition_id is None and not is_archive:
        raise dropped_refusals.unknown_name(path)
    if edition_id and not _is_on(path.name, settings):
        raise dropped_refusals.switched_off(path, publisher_of(edition_id).source_id)
    size = path.stat().st_size
    _refuse_at_sight(path, size, settings.max_file_bytes)
    sha256 = checksums.verify(path, [each for each in sums if each.parent == path.parent])
    url = f"drop/{path.relative_to(settings.drop_dir).as_posix()}"
    file = FetchedFile(path.name, path, sha256, size, url, not_modified=False)
    if edition_id:
        yield _Verified(edition_id, path, file)
        return
    tables = unpack(file, lambda name: _is_on(name, settings), settings.max_file_bytes, room)
    for table in tables:
        yield _Verified(edition_named_by(table.file_name) or "", path, table)


def _is_on(file_name: str, settings: WarehouseSettings) -> bool:
    """Whether a parser knows the name, and its source is not one that is switched off."""
    edition_id = edition_named_by(file_name)
    return edition_id is not None and publisher_of(edition_id).is_on(settings)


def _refuse_at_sight(path: Path, size: int, max_bytes: int) -> None:
    with path.open("rb") as file:
        opening = file.read(SNIFFED)
    if WEB_PAGE.match(opening):
        raise RefusedError(
            "a dropped file is a web page",
            where=str(path),
            expected="a publisher's data file",
            found=" ".join(opening.decode("utf-8", "replace").split())[:80],
            way_out="a login or browser-check page was saved: download the file again",
        )
    if not 0 < size <= max_bytes:
        raise RefusedError(
            "a dropped file is empty, or larger than is let in",
            where=str(path),
            expected=f"1 to {max_bytes:,} bytes",
            found=f"{size:,} bytes",
            way_out="download it again; if it is genuine, raise MINERALS_MAX_FILE_BYTES",
        )


def _together(
    of_edition: Sequence[_Verified], refused: Sequence[Path], waiting: Sequence[Path]
) -> DroppedEdition:
    """The files of one edition; refused as a whole when one of them cannot be used."""
    edition_id = of_edition[0].edition_id
    by_name: dict[str, FetchedFile] = {}
    for each in of_edition:
        known = by_name.setdefault(each.file.file_name, each.file)
        if known.sha256 != each.file.sha256:
            raise dropped_refusals.held_back(
                edition_id, f"two different files named {known.file_name}"
            )
    for path in (*refused, *waiting):
        if edition_named_by(path.name) == edition_id:
            raise dropped_refusals.held_back(
                edition_id, f"{dropped_refusals.legible(path.name)} cannot be used yet"
            )
    files = tuple(by_name[name] for name in sorted(publisher_of(edition_id).prefer(list(by_name))))
    paths = sorted(
        {path for each in of_edition for path in (each.path, *checksums.beside(each.path))}
    )
    return DroppedEdition(_announced_by_hand(edition_id, files), files, tuple(paths))


def _announced_by_hand(edition_id: str, files: Sequence[FetchedFile]) -> RemoteEdition:
    """The edition that dropped files make: nobody announced it, so it has no day."""
    facts = publisher_of(edition_id).facts
    return facts.announce(
        edition_id,
        edition_id.removeprefix(f"{facts.source_id}_"),
        [RemoteFile(file.file_name, file.url, file.bytes) for file in files],
        ["dropped", *sorted((file.file_name, file.sha256) for file in files)],
    )


def _incomplete(sums: Sequence[Path], waiting: Sequence[Path]) -> Iterator[RefusedDrop]:
    """Files that a SHA256SUMS names and that are not there, under the name they should have."""
    for each in sums:
        try:
            missing = [path for path in checksums.named_in(each) if not path.exists()]
        except (FetchError, OSError) as error:
            yield RefusedDrop(each, dropped_refusals.unreadable(each, error))
            continue
        for path in missing:
            if edition_named_by(path.name) and path not in waiting:
                yield RefusedDrop(path, dropped_refusals.missing(path, each))


def _records(
    folder: Path, editions: Sequence[DroppedEdition], refused: Sequence[RefusedDrop]
) -> Iterator[FetchRecord]:
    now = datetime.now(UTC)
    for dropped in editions:
        for file in dropped.files:
            source_id = dropped.edition.source_id
            yield FetchRecord(
                now,
                source_id,
                file.url,
                None,
                file.bytes,
                file.sha256,
                "fetched",
                "dropped by hand",
            )
    for path, error in refused:
        edition_id = edition_named_by(path.name)
        source_id = publisher_of(edition_id).source_id if edition_id else ""
        address = f"drop/{path.relative_to(folder).as_posix()}"
        size = path.stat().st_size if path.exists() else 0
        reason = f"{error.what}: {error.found}"
        yield FetchRecord(now, source_id, address, None, size, None, "refused", reason)
