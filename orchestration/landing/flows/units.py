"""Whether a partition is in the unit of the editions before it: a factor of a thousand stops it.

Belongs here: choosing what to compare with, and comparing flow by flow.
Does not belong here: what is wrong within one table (`rules.py`).

The same flow differs between editions and years by a few times at most, in the median; kilograms
read as tonnes, or dollars as thousands of them, differ by a thousand. What is landed of the same
source is compared with first: the same codes, the nearest year; otherwise the figures that ship.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orchestration.ground.connection import literal, quoted
from orchestration.ground.errors import LayoutError
from orchestration.landing.flows.partitions import Partition, part_path
from orchestration.landing.flows.tables import BulkFile
from orchestration.publishers.bulk import Measure
from orchestration.publishers.embedded import files_of
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    import duckdb

FEWEST_FLOWS, LARGEST_FACTOR = 20, 100.0


class Reference(NamedTuple):
    """Flows to compare with: what stands after `from`, and their name."""

    relation: str
    label: str


def check_units(
    connection: duckdb.DuckDBPyConnection,
    settings: WarehouseSettings,
    file: BulkFile,
    staged: Partition,
    part: Path,
    landed: Sequence[Partition],
) -> None:
    """Refuse a partition whose flows are hundreds of times those of another edition.

    Raises:
        LayoutError: with both editions and the factor.
    """
    reference = _landed_reference(settings, staged, landed) or _shipped(settings, file, staged)
    if reference is None:
        return
    for measure in file.bulk.measures:
        flows, factor = _factor(connection, file, measure, part, reference)
        if flows >= FEWEST_FLOWS and not 1 / LARGEST_FACTOR < factor < LARGEST_FACTOR:
            raise LayoutError(
                "figures are in another unit than those of another edition",
                where=f"{staged.file_name}, column {measure.column}",
                expected=f"{measure.unit}, as in {reference.label}",
                found=f"{factor:,.4g} times as much in the median of {flows:,} same flows",
                way_out="land the publisher's own file; a re-export is in a unit of its own",
            )


def _landed_reference(
    settings: WarehouseSettings, staged: Partition, landed: Sequence[Partition]
) -> Reference | None:
    """The landed partition that is most alike: of the same codes and the nearest in time."""
    others = [
        p
        for p in landed
        if p.source_id == staged.source_id and (p.month is None) == (staged.month is None)
    ]
    if not others:
        return None
    nearest = min(
        others,
        key=lambda p: (p.hs_edition != staged.hs_edition, abs(p.months - staged.months), p.key),
    )
    path = part_path(settings, nearest)
    return Reference(f"read_parquet({literal(str(path))})", nearest.label)


def _shipped(settings: WarehouseSettings, file: BulkFile, staged: Partition) -> Reference | None:
    """Flows that ship, of the nearest year."""
    if not file.bulk.shipped:
        return None
    paths = [str(path) for path in files_of(settings.embedded_dir, file.bulk.shipped)]
    if not paths:
        return None
    source = f"read_parquet([{', '.join(map(literal, paths))}])"
    year = f"(select arg_min(year, abs(year - {staged.year})) from {source})"  # noqa: S608
    relation = f"(select * from {source} where year = {year})"  # noqa: S608
    return Reference(relation, "the figures that ship")


def _factor(
    connection: duckdb.DuckDBPyConnection,
    file: BulkFile,
    measure: Measure,
    part: Path,
    reference: Reference,
) -> tuple[int, float]:
    key = ", ".join(quoted(name) for name in file.bulk.compared or file.bulk.key)
    column = quoted(measure.column)
    now, before = f"read_parquet({literal(str(part))})", reference.relation
    if file.bulk.compared:  # a flow has several records
        now, before = (
            f"(select {key}, sum({column}) as {column} from {each} group by {key})"  # noqa: S608
            for each in (now, before)
        )
    counted = connection.execute(
        f"""
        select count(*), median(cast(now.{column} as double) / before.{column})
        from {now} as now
        inner join {before} as before using ({key})
        where now.{column} > 0 and before.{column} > 0
        """  # noqa: S608
    ).fetchone()
    flows, factor = counted or (0, None)
    return int(flows), float(factor or 1.0)
