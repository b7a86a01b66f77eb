"""What of a staged file is new: figures that are landed already are not, others are a revision.

Belongs here: comparing a staged partition with the landed one of the same edition and year.
Does not belong here: comparison with other editions (`units.py`), letting in (`arrival.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.connection import literal, quoted
from orchestration.ground.errors import LayoutError
from orchestration.landing.flows.partitions import Key, Partition, part_path
from orchestration.landing.flows.staging import engine
from orchestration.landing.flows.tables import BulkFile
from orchestration.publishers.bulk import RECORD, Bulk
from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb


def what_is_new(
    settings: Settings,
    file: BulkFile,
    room: Path,
    staged: Sequence[Partition],
    landed: Mapping[Key, Partition],
    because: str,
) -> Iterator[Partition]:
    """The staged partitions that will be landed, each as it will be.

    Args:
        settings: where the landed partitions are.
        file: the file that was staged.
        room: where its partitions lie.
        staged: all of them.
        landed: what is landed, by key.
        because: why figures that are landed are revised; empty where nobody announced it.

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
                yield _revised(partition, before, because)


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
            way_out='if the publisher revised them: minerals trade add … --revision "why"; the '
            "ledger keeps both",
        )
    return staged.model_copy(update={"revision": before.revision + 1, "revised_because": reason})
