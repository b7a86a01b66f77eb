"""Small files in CEPII's layout, cut from nothing: a few invented flows.

Belongs here: records, and packing them as CSV, archive or Parquet.
Does not belong here: the publisher's files.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pyarrow as pa
from pyarrow import parquet

from orchestration.publishers.baci.batches import COLUMNS, SCHEMA

Flow = tuple[int, int, int, str, float | None, float | None]
YEAR_TABLE = "BACI_HS92_Y2023_V202601.csv"
ARCHIVE = "BACI_HS92_V202601.zip"
PARQUET = "BACI_HS92_minerals_2023_2024.parquet"


def flow(
    year: int = 2023,
    exporter: int = 398,
    importer: int = 156,
    code: str = "260300",
    value: float | None = 1234.567,
    tonnes: float | None = 800.5,
) -> Flow:
    """One record: copper ore from Kazakhstan to China."""
    return year, exporter, importer, code, value, tonnes


def flows() -> list[Flow]:
    """Flows of two years into a member of the European Union, the United Kingdom and China."""
    return [
        flow(),
        flow(importer=826, value=0.025, tonnes=None),
        flow(exporter=152, importer=276),
        flow(exporter=251, importer=276, value=7.5),
        flow(exporter=152, importer=156, code="270900"),
        flow(year=2024, exporter=152, importer=842, value=10.001, tonnes=0.001),
        flow(year=2024, exporter=490, importer=156, code="811211", value=3.25, tonnes=0.5),
    ]


def csv_of(records: Sequence[Flow]) -> bytes:
    """As CEPII prints a year: blanks around numbers, `NA` for what is unknown."""
    lines = [",".join(COLUMNS)]
    for year, exporter, importer, code, value, tonnes in records:
        numbers = ["NA" if n is None else f"{n:.3f}" for n in (value, tonnes)]
        lines.append(f"{year},{exporter},{importer},{code},{numbers[0]:>12},{numbers[1]:>12}")
    return ("\n".join(lines) + "\n").encode()


def archive_of(records: Sequence[Flow]) -> bytes:
    """One table for each year, beside a table of codes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for year in sorted({record[0] for record in records}):
            table = csv_of([record for record in records if record[0] == year])
            archive.writestr(f"BACI_HS92_Y{year}_V202601.csv", table)
        archive.writestr("country_codes_V202601.csv", b"country_code,country_name\n4,Afghanistan\n")
    return packed.getvalue()


def parquet_of(records: Sequence[Flow]) -> bytes:
    """The same columns as Parquet."""
    packed = io.BytesIO()
    columns = [pa.array(column) for column in zip(*records, strict=True)]
    parquet.write_table(pa.table(columns, list(COLUMNS)).cast(SCHEMA), packed)
    return packed.getvalue()
