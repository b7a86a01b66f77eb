"""The arrival of bulk trade: a file is staged whole, checked, and let in by renames, or refused.

Belongs here: the order of the steps, the ledger's lines, going on after a kill.
Does not belong here: reading a table (`staging.py`), its rules (`rules.py`, `units.py`), what of it
is new (`revisions.py`).

A file is staged below `.incoming/<digest>`. A killed run leaves that folder, and the next one goes
on with it; a refused file loses it. When every partition of the file is staged, a mark is written
and the partitions are renamed into their places under the writer's lock. A run that is killed
between two renames is finished by the next `add` or refresh. A refresh leaves alone what a living
`add` has staged: that one waits for the writer's lock, so a build sees it whole or not at all.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from orchestration.ground.counted import counted
from orchestration.ground.errors import BusyError, LayoutError, SourceError
from orchestration.ground.files import mend_folder, move, sync_tree, write_whole
from orchestration.ground.lock import one_writer
from orchestration.ground.progress import report
from orchestration.landing.flows.partitions import (
    INCOMING,
    RECORD_FILE,
    Key,
    Partition,
    landed_partitions,
    read_record,
    write_record,
)
from orchestration.landing.flows.revisions import Known, what_is_new
from orchestration.landing.flows.staging import STEP, engine, stage
from orchestration.landing.flows.tables import (
    BulkFile,
    BulkTable,
    code_list_of,
    find_bulk_files,
    on_disk,
    tables_of,
)
from orchestration.landing.flows.units import check_units
from orchestration.landing.ledger import append, read_ledger
from orchestration.landing.types import LedgerEntry
from orchestration.settings import WarehouseSettings

READY = "_ready"
LOCK = ".lock"
_EXTRACTED = "extracted"


@dataclass(frozen=True)
class BulkArrival:
    """What became of one bulk file."""

    file_name: str
    verdict: Literal["landed", "unchanged"]
    partitions: tuple[Partition, ...]


def add(
    settings: WarehouseSettings,
    paths: Sequence[Path],
    *,
    revised_because: str = "",
    wait: float = 900.0,
) -> Iterator[BulkArrival]:
    """Land every bulk file among paths and below folders, one after the other.

    Args:
        settings: where the warehouse is, and how much memory this may take.
        paths: files and folders; files of no known name are left alone.
        revised_because: announces that figures that are landed are revised, and why; without it
            only a later version in the publisher's own file name replaces them.
        wait: seconds to wait for another `add`, and for a refresh that is running.

    Raises:
        AskedError: when there is no bulk file.
        SourceError: when a file is refused; nothing of it is landed, files before it are.
        BusyError: when others are still at work after `wait` seconds.
    """
    settings.trade_dir.mkdir(parents=True, exist_ok=True)
    with one_writer(settings.trade_dir / LOCK, wait, "trade add"):
        _finish(settings, wait)
        prints, this_run = _prints(settings), set[str]()
        for file in find_bulk_files(settings, paths):
            known = Known(revised_because, prints, this_run)
            try:
                landed = _land(settings, file, known, wait)
            except SourceError as error:
                shutil.rmtree(_room(settings, file.sha256), ignore_errors=True)
                append(settings, _refusal(file, error))
                raise
            this_run |= {partition.part_sha256 for partition in landed.partitions}
            yield landed


def finish_interrupted(settings: WarehouseSettings) -> list[str]:
    """Let in what was staged whole when a run was killed; an `add` that lives does so itself.

    Returns:
        the labels of the partitions that were let in.
    """
    if not _ready(settings):
        return []
    try:
        with one_writer(settings.trade_dir / LOCK):
            return _finish(settings, 0.0)
    except BusyError:
        return []


def _finish(settings: WarehouseSettings, wait: float) -> list[str]:
    return [label for room in _ready(settings) for label in _let_in(settings, room, wait)]


def _ready(settings: WarehouseSettings) -> list[Path]:
    return sorted(mark.parent for mark in (settings.trade_dir / INCOMING).glob(f"*/{READY}"))


def _room(settings: WarehouseSettings, sha256: str) -> Path:
    return settings.trade_dir / INCOMING / sha256[:16]


def _prints(settings: WarehouseSettings) -> set[str]:
    return {
        entry.sha256
        for entry in read_ledger(settings)
        if entry.sha256
        and entry.address.startswith("trade/")
        and entry.verdict in ("accepted", "revised")
    }


def _land(settings: WarehouseSettings, file: BulkFile, known: Known, wait: float) -> BulkArrival:
    landed = {partition.key: partition for partition in landed_partitions(settings)}
    same = tuple(p for p in landed.values() if p.file_sha256 == file.sha256)
    tables, room = tables_of(file), _room(settings, file.sha256)
    if same and {p.file_name for p in same} == {table.label for table in tables}:
        shutil.rmtree(room, ignore_errors=True)  # what a kill left of a room that was emptied
        return BulkArrival(file.path.name, "unchanged", same)
    staged = list(_staged(settings, file, tables, room, landed))
    fresh = tuple(what_is_new(settings, file, room, staged, landed, known))
    if not fresh:
        shutil.rmtree(room)
        return BulkArrival(file.path.name, "unchanged", tuple(landed[p.key] for p in staged))
    for partition in fresh:
        write_record(room / partition.place, partition)
    _drop_unchanged(room, staged, fresh)
    sync_tree(room)
    write_whole(room / READY, file.path.name + "\n")
    _let_in(settings, room, wait)
    return BulkArrival(file.path.name, "landed", fresh)


def _staged(
    settings: WarehouseSettings,
    file: BulkFile,
    tables: Sequence[BulkTable],
    room: Path,
    landed: Mapping[Key, Partition],
) -> Iterator[Partition]:
    """Every partition of a file, staged and compared with other editions."""
    room.mkdir(parents=True, exist_ok=True)
    codes = _known_codes(file, room)
    seen: dict[Key, str] = {}
    with engine(settings, room) as connection:
        for number, table in enumerate(tables, 1):
            report(STEP, f"reading {table.label} ({number} of {len(tables)})")
            with on_disk(file, table.member, room / _EXTRACTED) as path:
                found = stage(connection, table, path, room, codes)
            for partition in found:
                part = room / partition.place / partition.part
                check_units(connection, settings, file, partition, part, list(landed.values()))
                if partition.key in seen:
                    raise _twice(table.label, seen[partition.key], partition)
                seen[partition.key] = table.label
                yield partition


def _known_codes(file: BulkFile, room: Path) -> set[str] | None:
    listed = code_list_of(file)
    if listed is None:
        return None
    member, column = listed
    with (
        on_disk(file, member, room / _EXTRACTED) as path,
        path.open(encoding="utf-8-sig", errors="replace", newline="") as text,
    ):
        rows = csv.DictReader(text)
        if column not in (rows.fieldnames or ()):
            raise _no_codes(f"{file.path.name}, {member}", column, rows.fieldnames or ())
        codes = [(row[column] or "").strip() for row in rows]
    return {code.zfill(6) for code in codes if code}


def _drop_unchanged(room: Path, staged: Sequence[Partition], fresh: Sequence[Partition]) -> None:
    kept = {partition.place for partition in fresh}
    for partition in staged:
        if partition.place not in kept:
            shutil.rmtree(room / partition.place)


def _let_in(settings: WarehouseSettings, room: Path, wait: float) -> list[str]:
    """Rename the staged partitions of one file into their places, and record them in the ledger."""
    file_name = (room / READY).read_text().strip()
    labels = []
    with one_writer(settings.lock_file, wait):
        for record in sorted(room.glob(f"source=*/**/{RECORD_FILE}")):
            partition = read_record(record)
            target = settings.trade_dir / partition.place
            mend_folder(target)
            if (target / RECORD_FILE).exists():
                before = read_record(target / RECORD_FILE)
                append(settings, _line(partition, "revised", _superseded(partition, before)))
            else:
                append(settings, _line(partition, "accepted", f"landed from {file_name}"))
            move(record.parent, target)
            labels.append(partition.label)
        shutil.rmtree(room)
    report(STEP, f"landed {counted(len(labels), 'partition')} of {file_name}")
    return labels


def _superseded(partition: Partition, before: Partition) -> str:
    return (
        f"{partition.revised_because}; before: {before.row_count} rows, {before.value} in value, "
        f"{before.weight_kg} kg, of {before.file_name}, part {before.part_sha256}"
    )


def _line(partition: Partition, verdict: str, reason: str) -> LedgerEntry:
    return LedgerEntry(
        at=datetime.now(UTC),
        event="arrival",
        source_id=partition.source_id,
        edition_id=partition.edition_id,
        address=f"trade/{partition.place}",
        bytes=partition.part_bytes,
        sha256=partition.part_sha256,
        verdict=verdict,
        reason=reason,
        details={
            "file": partition.file_name,
            "rows": str(partition.row_count),
            "value": str(partition.value),
            "revision": str(partition.revision),
        },
    )


def _refusal(file: BulkFile, error: SourceError) -> LedgerEntry:
    return LedgerEntry(
        at=datetime.now(UTC),
        event="arrival",
        source_id=file.publisher.source_id,
        edition_id=file.name.edition_id,
        address=f"trade/{file.path.name}",
        bytes=file.path.stat().st_size,
        sha256=file.sha256,
        verdict="refused",
        reason=f"{error.what or str(error).splitlines()[0]}: {error.where}",
    )


def _twice(label: str, first: str, partition: Partition) -> LayoutError:
    return LayoutError(
        "two tables of one file are of the same year or month",
        where=label,
        expected="one table for each",
        found=f"{partition.label}, also in {first}",
        way_out="remove one of the two",
    )


def _no_codes(where: str, column: str, found: Sequence[str]) -> LayoutError:
    return LayoutError(
        "the archive's list of codes has no column of codes",
        where=where,
        expected=column,
        found=", ".join(found)[:300] or "nothing",
        way_out="restore the archive as the publisher packed it; if the publisher renamed the "
        "column, change `code_list` in the publisher's bulk.py",
    )
