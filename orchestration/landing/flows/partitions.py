"""Partitions of flows: where each lies, and the file beside it that says what it holds.

Belongs here: the layout of `warehouse/trade`, the record of a partition, listing what is landed.
Does not belong here: making a partition (`staging.py`), letting it in (`arrival.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from orchestration.ground.errors import SourceError
from orchestration.ground.files import write_whole
from orchestration.settings import WarehouseSettings

RECORD_FILE = "_partition.json"
INCOMING = ".incoming"
Key = tuple[str, str, str, int, int]
"""Source, edition, classification, year, and month or 0."""
_DEPTH = re.compile(r"source=[^/]+/edition=[^/]+/hs=[^/]+/year=\d{4}(/month=\d{1,2})?")


class Partition(BaseModel):
    """One year or month of one edition and classification: what it is, and of which file.

    Totals are in the units of the columns: whole USD or pounds, whole kilograms.
    """

    source_id: str
    edition_id: str
    hs_edition: str
    version: str
    year: int
    month: int | None = None
    file_name: str
    """The publisher's file, and the table in it where it is an archive."""
    file_sha256: str
    part: str
    part_sha256: str
    part_bytes: int
    row_count: int
    value: int
    weight_kg: int
    rows_without_weight: int
    is_open: bool
    """Whether the publisher's terms allow passing figures on."""
    licence: str
    revision: int = 1
    revised_because: str = ""
    landed_at: datetime

    @property
    def place(self) -> str:
        """Its folder below `warehouse/trade`."""
        return place_of(self.source_id, self.edition_id, self.hs_edition, self.year, self.month)

    @property
    def key(self) -> Key:
        """What it is the partition of."""
        return self.source_id, self.edition_id, self.hs_edition, self.year, self.month or 0

    @property
    def months(self) -> int:
        """Its month, or its year, in months since year 0: how far two partitions are apart."""
        return 12 * self.year + (self.month or 0)

    @property
    def totals(self) -> tuple[int, int, int, int]:
        """Records, value, weight, and records without a weight."""
        return self.row_count, self.value, self.weight_kg, self.rows_without_weight

    @property
    def label(self) -> str:
        """How people name it: `baci_2026 HS92 2023`."""
        month = f"-{self.month:02d}" if self.month else ""
        return f"{self.edition_id} {self.hs_edition} {self.year}{month}"


def place_of(source_id: str, edition_id: str, hs_edition: str, year: int, month: int | None) -> str:
    """The folder of a partition below `warehouse/trade`."""
    place = f"source={source_id}/edition={edition_id}/hs={hs_edition}/year={year}"
    return f"{place}/month={month}" if month else place


def landed_partitions(settings: WarehouseSettings) -> list[Partition]:
    """Every partition that is landed, in order of source, edition, classification, year, month."""
    found = [read_record(path) for path in _records(settings.trade_dir)]
    return sorted(found, key=lambda partition: partition.key)


def readable_partitions(settings: WarehouseSettings) -> list[Partition]:
    """Landed partitions of the sources that are switched on; none where a folder is read."""
    from orchestration.publishers import PUBLISHERS

    if settings.input_dir is not None:
        return []
    on = {source.source_id for source in PUBLISHERS if source.takes_bulk(settings)}
    return [partition for partition in landed_partitions(settings) if partition.source_id in on]


def digests_of(partitions: Iterable[Partition]) -> dict[str, str]:
    """Digests of their records, by their place."""
    return {each.place: each.part_sha256 for each in partitions}


def part_path(settings: WarehouseSettings, partition: Partition) -> Path:
    """The Parquet file of a landed partition."""
    return settings.trade_dir / partition.place / partition.part


def _records(folder: Path) -> Iterator[Path]:
    for pattern in ("*/*/*/*", "*/*/*/*/*"):
        for path in folder.glob(f"{pattern}/{RECORD_FILE}"):
            if _DEPTH.fullmatch(path.parent.relative_to(folder).as_posix()):
                yield path


def write_record(folder: Path, partition: Partition) -> None:
    """Say beside a partition what it holds."""
    write_whole(folder / RECORD_FILE, partition.model_dump_json(indent=1) + "\n")


def read_record(path: Path) -> Partition:
    """What a partition holds.

    Raises:
        SourceError: when the record is damaged.
    """
    try:
        return Partition.model_validate_json(path.read_text())
    except (OSError, ValidationError) as error:
        raise SourceError(
            "the record of a landed partition cannot be read",
            where=str(path),
            expected="what `minerals trade add` wrote",
            found=str(error).splitlines()[0],
            way_out="delete the partition's folder, then land its file again: minerals trade add",
        ) from error
