"""The records of a BACI file as Arrow batches, whatever it is packed in: archive, CSV or Parquet.

An archive holds one CSV for each year beside tables of codes.

Belongs here: unpacking and typing, a batch at a time; refusing what is cut off or has other
columns.
Does not belong here: what a record may say (`checks.py`), sums (`layouts.py`).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, NamedTuple

import pyarrow as pa
from pyarrow import compute as pc
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from orchestration.fetching.archives import DAMAGED
from orchestration.ground.errors import LayoutError
from orchestration.publishers.baci.facts import YEAR_TABLE
from orchestration.publishers.layout import Column
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN

FIELDS = (
    Column("t", "year", "of the flow, that of the file's name"),
    Column("i", "number", "exporter, the publisher's code of the country"),
    Column("j", "number", "importer, the same codes"),
    Column("k", "text", "code of the goods, six digits of the HS edition in the file's name"),
    Column("v", "number", "value, three decimals", unit="thousand USD"),
    Column("q", "number", "weight; blank or NA where unknown", unit="tonnes", is_optional=True),
)
COLUMNS = tuple(field.name for field in FIELDS)
TYPES = {
    "t": pa.int32(),
    "i": pa.int32(),
    "j": pa.int32(),
    "k": pa.string(),
    "v": pa.float64(),
    "q": pa.float64(),
}
SCHEMA = pa.schema(list(TYPES.items()))
AS_TEXT = {**TYPES, "q": pa.string()}
"""Columns of a CSV: the sign of an unknown weight may have blanks around it."""
UNKNOWN = ["", "NA"]


class Batch(NamedTuple):
    """Some records of one table: the number of the first, where they stand, the records."""

    first_record: int
    where: str
    year: int | None
    records: Any


def batches(file_name: str, content: bytes) -> Iterator[Batch]:
    """All records of a file, in order, with codes of six digits."""
    lower = file_name.lower()
    if lower.endswith(".parquet"):
        yield from _of_parquet(file_name, content)
    elif lower.endswith(".zip"):
        yield from _of_archive(file_name, content)
    else:
        match = YEAR_TABLE.fullmatch(file_name)
        year = int(match.group("year")) if match else None
        if not content.endswith((b"\n", b"\r")):
            raise cut_off(file_name, "the last line has no line break at its end")
        yield from _of_csv(file_name, year, BytesIO(content))


def _of_archive(file_name: str, content: bytes) -> Iterator[Batch]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            years = [n for n in archive.namelist() if YEAR_TABLE.fullmatch(n.rpartition("/")[2])]
            if not years:
                raise refused("the archive holds no table of a year", file_name, "BACI_*_Y*", "")
            for name in sorted(years):
                match = YEAR_TABLE.fullmatch(name.rpartition("/")[2])
                with archive.open(name) as table:
                    year = int(match.group("year")) if match else None
                    yield from _of_csv(f"{file_name}, {name}", year, table)
    except DAMAGED as error:
        raise cut_off(file_name, str(error) or type(error).__name__) from error


def _of_csv(where: str, year: int | None, table: IO[bytes]) -> Iterator[Batch]:
    options = arrow_csv.ConvertOptions(column_types=AS_TEXT, strings_can_be_null=False)
    record = 2  # the header is the first
    try:
        with arrow_csv.open_csv(
            table, read_options=arrow_csv.ReadOptions(block_size=1 << 24), convert_options=options
        ) as reader:
            _check_columns(where, reader.schema)
            for batch in reader:
                yield Batch(record, where, year, _typed(batch))
                record += batch.num_rows
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise cut_off(f"{where}, from record {record}", str(error)) from error


def _of_parquet(file_name: str, content: bytes) -> Iterator[Batch]:
    record = 1
    try:
        file = parquet.ParquetFile(BytesIO(content))
        _check_columns(file_name, file.schema_arrow)
        for batch in file.iter_batches(batch_size=1 << 19, columns=list(COLUMNS)):
            yield Batch(record, file_name, None, _typed(batch))
            record += batch.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise cut_off(f"{file_name}, from row {record}", str(error)) from error


def _check_columns(where: str, schema: Any) -> None:
    if tuple(schema.names) != COLUMNS:
        raise refused(
            "the columns are not those of BACI", where, ",".join(COLUMNS), ",".join(schema.names)
        )


def _typed(batch: Any) -> Any:
    """A batch as a table with the types above; codes without blanks, their leading zeros back."""
    table = pa.Table.from_batches([batch])
    if pa.types.is_string(table.schema.field("q").type):
        weights = pc.utf8_trim_whitespace(table["q"])
        unknown = pc.is_in(weights, value_set=pa.array(UNKNOWN))
        known = pc.if_else(unknown, pa.scalar(None, pa.string()), weights)
        table = table.set_column(COLUMNS.index("q"), "q", known)
    table = table.cast(SCHEMA)
    codes = pc.utf8_lpad(pc.utf8_trim_whitespace(table["k"]), 6, "0")
    return table.set_column(COLUMNS.index("k"), "k", codes)


def cut_off(where: str, found: str) -> LayoutError:
    """The error for a file that ends too early or is damaged."""
    return refused("the file is cut off or damaged", where, "a whole file", found)


def refused(what: str, where: str, expected: str, found: str) -> LayoutError:
    """The error for a file that is not as CEPII writes it."""
    return LayoutError(
        what, where=where, expected=expected, found=found[:300], way_out=DOWNLOAD_AGAIN
    )
