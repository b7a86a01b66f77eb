"""Rows of a raw table as a frame with the types of the raw layer.

Belongs here: which columns are numbers or flags, and how a blank is read.
Does not belong here: which tables there are (`registry.py`), any meaning of a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from orchestration.publishers.registry import RAW_TABLES

INTEGER_COLUMNS = frozenset(
    {
        "source_row",
        "column_no",
        "series_no",
        "member_no",
        "year",
        "row_count",
        "bytes",
        "collection_count",
        "exporter_code",
        "reporter_code",
        "partner_code",
        "importer_code",
        "value_usd",
        "net_kg",
        "value_usd_without_kg",
        "flow_count",
    }
)
BOOLEAN_COLUMNS = frozenset({"is_estimated_column"})
EMPTY_TEXT_COLUMNS = frozenset({"value_as_printed", "note_marks"})
"""Text columns where a blank means "printed blank"; everywhere else a blank is missing."""


def columns_of(table: str) -> list[str]:
    """Column names of one raw table, in order."""
    return list(RAW_TABLES[table].columns)


def to_frame(table: str, rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Rows of one raw table as a frame with the raw layer's types."""
    frame = pd.DataFrame(list(rows), columns=columns_of(table), dtype=object)
    return typed(frame)


def dtype_of(column: str) -> str:
    """The pandas type of a raw column."""
    if column in INTEGER_COLUMNS:
        return "Int64"
    return "boolean" if column in BOOLEAN_COLUMNS else "str"


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give each column its type: whole numbers, booleans, text with blanks kept apart."""
    for column in frame.columns:
        if column in INTEGER_COLUMNS:
            frame[column] = pd.to_numeric(frame[column]).astype("Int64")
        elif column in BOOLEAN_COLUMNS:
            frame[column] = frame[column].map(_to_bool).astype("boolean")
        else:
            blank = "" if column in EMPTY_TEXT_COLUMNS else None
            text = frame[column].astype("str")
            frame[column] = text.where(text.notna() & (text != ""), blank)
    return frame


def _to_bool(value: object) -> bool:
    return value if isinstance(value, bool) else str(value).lower() == "true"
