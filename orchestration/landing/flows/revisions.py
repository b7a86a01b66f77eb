"""What of a staged file is new: figures that are landed already are not, others are a revision.

Belongs here: comparing a staged partition with the landed one of the same edition and year.
A publisher may revise its newest months as it publishes the next one: these need no word of a
person, unless what a month adds up to is another size, two files of one run print it differently
(nothing says which is the later one), or the print was revised before and comes back.

Does not belong here: comparison with other editions (`units.py`), letting in (`arrival.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.connection import literal, quoted
from orchestration.ground.errors import LayoutError
from orchestration.landing.flows.partitions import Key, Partition, part_path
from orchestration.landing.flows.staging import engine
from orchestration.landing.flows.tables import BulkFile
from orchestration.publishers.bulk import RECORD, Bulk
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    import duckdb

MOST_MOVED = 2.0
"""A month that its publisher revises in passing adds up to at most twice as much, or half."""


@dataclass(frozen=True)
class Known:
    """What is known of prints that came before."""

    because: str
    """Why figures that are landed are revised; empty where nobody announced it."""
    prints: Collection[str]
    """Digests of every partition that was ever landed, as the ledger has them."""
    this_run: Collection[str]
    """Digests of those that another file of the same run gave."""


def what_is_new(
    settings: WarehouseSettings,
    file: BulkFile,
    room: Path,
    staged: Sequence[Partition],
    landed: Mapping[Key, Partition],
    known: Known,
) -> Iterator[Partition]:
    """The staged partitions that will be landed, each as it will be.

    Args:
        settings: where the landed partitions are.
        file: the file that was staged.
        room: where its partitions lie.
        staged: all of them.
        landed: what is landed, by key.
        known: prints that came before, and what a person said.

    Raises:
        LayoutError: when other figures are landed and nobody announced that they are revised.
    """
    with engine(settings, room) as connection:
        for partition in staged:
            before = landed.get(partition.key)
            if before is None:
                yield partition
                continue
            parts = room / partition.place / partition.part, part_path(settings, before)
            if partition.totals != before.totals or _differ(connection, file.bulk, *parts):
                passing = ""
                if partition.part_sha256 not in known.prints and (
                    before.part_sha256 not in known.this_run
                ):
                    passing = _in_passing(file.bulk, partition, before, [*landed.values(), *staged])
                yield _revised(partition, before, known.because or passing)


def _differ(connection: duckdb.DuckDBPyConnection, bulk: Bulk, part: Path, other: Path) -> bool:
    """Whether two partitions of as many records hold others, however these are numbered.

    A table numbers its lines, a file of several years its rows; another engine writes other bytes.
    """
    columns = ", ".join(quoted(name) for name in bulk.column_names() if name != RECORD)
    now, before = (
        f"select {columns} from read_parquet({literal(str(path))})"  # noqa: S608
        for path in (part, other)
    )
    return bool(connection.execute(f"from ({now} except {before}) limit 1").fetchall())


def _in_passing(
    bulk: Bulk, partition: Partition, before: Partition, known: Sequence[Partition]
) -> str:
    """Why a month is revised without an announcement; empty where that is not so."""
    newest = max(each.months for each in known if each.source_id == partition.source_id)
    if newest - partition.months > bulk.months_revised or not bulk.months_revised:
        return ""
    pairs = ((partition.value, before.value), (partition.row_count, before.row_count))
    if any(not 1 / MOST_MOVED <= now / max(was, 1) <= MOST_MOVED for now, was in pairs):
        return ""
    return f"one of the {bulk.months_revised} months that the publisher revises with each new one"


def _revised(staged: Partition, before: Partition, because: str) -> Partition:
    """The partition in place of the one that is landed.

    Raises:
        LayoutError: when other figures are landed and nobody announced that they are revised.
    """
    reason = because
    if not reason and staged.version > before.version:
        reason = f"the publisher's version {staged.version} follows {before.version}"
    if not reason:
        raise LayoutError(
            "other figures of the same year or month are landed, and no revision was announced",
            where=f"{staged.file_name}, {staged.label}",
            expected=f"what came in {before.file_name} on {before.landed_at:%Y-%m-%d}: "
            f"{before.row_count:,} rows, {before.value:,} in value",
            found=f"{staged.row_count:,} rows, {staged.value:,} in value",
            way_out="leave the older of the two files out; or, if the publisher revised them: "
            'minerals trade add … --revision "why"; the ledger keeps both',
        )
    return staged.model_copy(update={"revision": before.revision + 1, "revised_because": reason})
