"""BACI as another project flattened it: countries by letters, values in USD or thousand USD.

Belongs here: which of those files are known, by name and digest, and their records as CEPII's.
Does not belong here: CEPII's own files (`batches.py`).

That project kept 30 codes of HS17, for 2022 and for 2024. Neither file says of which version it is,
and that of 2022 not of which HS edition, so both are read in `flattened.csv` and hold for these
very bytes alone. The file of 2022 has no weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import compute as pc
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from orchestration.ground.errors import LayoutError
from orchestration.publishers.baci.batches import SCHEMA, Batch
from orchestration.publishers.baci.selection import codes_of_letters
from orchestration.publishers.reading.beside import rows_beside
from orchestration.publishers.reading.text import sha256_of

USD_PER_THOUSAND = 1000.0
AS_TEXT = {"i": pa.string(), "j": pa.string(), "cmd": pa.string(), "value": pa.float64()}


class Flattened(NamedTuple):
    """One known file: what it is of, and the digest of its bytes."""

    file_name: str
    hs_edition: str
    year: int
    edition_id: str
    sha256: str


@lru_cache(maxsize=1)
def _known() -> dict[str, Flattened]:
    return {
        row["file_name"]: Flattened(**{**row, "year": int(row["year"])})  # type: ignore[arg-type]
        for row in rows_beside(__package__, "flattened.csv")
    }


def known_file(file_name: str) -> Flattened | None:
    """What is known of a file of that name; None for other files."""
    return _known().get(file_name.lower())


def batches(file: Flattened, content: bytes) -> Iterator[Batch]:
    """The records in the columns of CEPII: codes of countries, thousand USD, tonnes.

    Raises:
        LayoutError: where the bytes are not those that the name is known for.
    """
    if sha256_of(content) != file.sha256:
        raise _other_bytes(file, sha256_of(content))
    if file.file_name.endswith(".parquet"):
        table = parquet.read_table(BytesIO(content))
        named = {"i": "exporter", "j": "importer", "k": "hs6", "v": "value_kusd", "q": "qty_t"}
        columns = {column: table[name].combine_chunks() for column, name in named.items()}
        first_record = 1
    else:
        options = arrow_csv.ConvertOptions(column_types=AS_TEXT)
        table = arrow_csv.read_csv(BytesIO(content), convert_options=options)
        columns = {column: table[column].combine_chunks() for column in ("i", "j")}
        columns["k"] = table["cmd"].combine_chunks()
        columns["v"] = pc.divide(table["value"].combine_chunks(), USD_PER_THOUSAND)
        columns["q"] = pa.nulls(table.num_rows, pa.float64())
        first_record = 2  # the header is the first
    yield Batch(first_record, file.file_name, file.year, _with_codes(file, columns))


def _with_codes(file: Flattened, columns: dict[str, Any]) -> Any:
    """Letters as CEPII's codes of the year; what is nobody's stays without one, and is refused."""
    codes = codes_of_letters(file.year)
    letters, numbers = pa.array(list(codes)), pa.array(list(codes.values()), pa.int32())
    for side in ("i", "j"):
        columns[side] = numbers.take(pc.index_in(columns[side], value_set=letters))
    years = pa.array([file.year] * len(columns["k"]), pa.int32())
    return pa.table({"t": years, **columns}).select(SCHEMA.names).cast(SCHEMA)


def _other_bytes(file: Flattened, found: str) -> LayoutError:
    return LayoutError(
        "a file has the name of one that another project flattened, and other bytes",
        where=file.file_name,
        expected=f"the {file.hs_edition} extract of {file.year}, SHA-256 {file.sha256}",
        found=f"SHA-256 {found}",
        way_out="take CEPII's own archive or table, under CEPII's name for it",
    )
