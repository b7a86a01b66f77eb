"""Parquet for figures that ship in great number: small, and the same bytes for the same rows.

Belongs here: how a raw table is packed and read back.
Does not belong here: which table is kept so (each publisher's `rows.py`), where (`embedded.py`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from orchestration.publishers.frames import INTEGER_COLUMNS, columns_of
from orchestration.publishers.reading.records import Row

PARQUET = ".parquet"
MOST_DISTINCT = 4096
"""Columns with fewer different values are packed by a dictionary, wide numbers by their bytes."""
LEVEL = 19


def to_parquet(table: str, rows: Sequence[Row]) -> bytes:
    """Rows of a raw table as Parquet: whole numbers and text, blanks as null."""
    import pyarrow as pa
    from pyarrow import parquet

    names = columns_of(table)
    types = [pa.int64() if name in INTEGER_COLUMNS else pa.string() for name in names]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    wide = [name for name, column in zip(names, columns, strict=True) if _is_wide(name, column)]
    packed = io.BytesIO()
    parquet.write_table(
        pa.table(
            [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)], names
        ),
        packed,
        compression="zstd",
        compression_level=LEVEL,
        use_dictionary=[name for name in names if name not in wide],
        column_encoding=dict.fromkeys(wide, "BYTE_STREAM_SPLIT"),
    )
    return packed.getvalue()


def _is_wide(name: str, column: Sequence[object]) -> bool:
    return name in INTEGER_COLUMNS and len(set(column)) > MOST_DISTINCT


def read_parquet(path: Path, expected: Sequence[str]) -> pd.DataFrame:
    """A raw table with the raw layer's types; ValueError where it is cut off or was changed."""
    import pyarrow as pa
    from pyarrow import parquet

    found = parquet.read_table(path)
    if found.column_names != list(expected):
        raise ValueError(", ".join(found.column_names))
    kinds = {pa.int64(): pd.Int64Dtype(), pa.string(): pd.StringDtype(na_value=float("nan"))}
    if unknown := [field.name for field in found.schema if field.type not in kinds]:
        raise ValueError(f"other types: {', '.join(unknown)}")
    frame: pd.DataFrame = found.to_pandas(types_mapper=kinds.get)
    return frame
