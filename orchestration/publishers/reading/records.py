"""The rows that every publisher's parser hands over, and the columns of the raw tables.

Belongs here: typed rows, the column lists of the raw layer, rows to frame and back.
Does not belong here: any publisher's layout, any meaning of a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

KEPT = "kept"
SET_ASIDE = "set_aside"


class UsgsCell(NamedTuple):
    """One printed cell of a Mineral Commodity Summaries table, blank cells included."""

    edition_id: str
    file_name: str
    source_row: int
    source_column: str
    statistic: str
    chapter_as_printed: str | None
    section_as_printed: str | None
    commodity_as_printed: str | None
    type_as_printed: str | None
    column_detail: str | None
    country_as_printed: str | None
    unit_as_printed: str | None
    year: int | None
    value_as_printed: str
    is_estimated_column: bool
    note_marks: str
    value_in_note: str | None


class StrayValue(NamedTuple):
    """Something printed where the layout has no place for it: an unnamed column, a note cell."""

    edition_id: str
    file_name: str
    source_row: int
    source_column: str
    reason: str
    value_as_printed: str


class RowAccount(NamedTuple):
    """How many rows of a file were kept, or set aside, for one reason."""

    edition_id: str
    file_name: str
    disposition: str
    reason: str
    row_count: int


class SourceFile(NamedTuple):
    """One file that was read, as bytes."""

    source_file_id: str
    edition_id: str
    file_name: str
    sha256: str
    bytes: int
    row_count: int


class NetImportReliance(NamedTuple):
    """United States net import reliance of one commodity in one year, of a chapter or a figure."""

    edition_id: str
    file_name: str
    source_row: int
    chapter_as_printed: str | None
    commodity_as_printed: str
    detail_as_printed: str | None
    series_no: int
    unit_as_printed: str | None
    year: int
    value_as_printed: str
    note_marks: str
    import_sources_as_printed: str | None


class ImportSource(NamedTuple):
    """One country's part in what the United States imported of one commodity."""

    edition_id: str
    file_name: str
    source_row: int
    chapter_as_printed: str | None
    commodity_as_printed: str
    detail_as_printed: str | None
    country_as_printed: str
    unit_as_printed: str | None
    period_as_printed: str
    value_as_printed: str
    note_marks: str


class WmdCell(NamedTuple):
    """One figure of World Mining Data."""

    edition_id: str
    file_name: str
    source_row: int
    mineral_as_printed: str
    country_as_printed: str
    country_iso_as_printed: str | None
    unit_as_printed: str | None
    data_source_as_printed: str | None
    year: int
    value_as_printed: str


class BgsRecord(NamedTuple):
    """One record of BGS World Mineral Statistics: production or trade of one country in a year."""

    edition_id: str
    file_name: str
    source_row: int
    feature_id: str | None
    collection_count: int | None
    statistic_as_printed: str
    table_as_printed: str | None
    commodity_as_printed: str
    sub_commodity_as_printed: str | None
    commodity_code_as_printed: str | None
    country_as_printed: str
    country_iso2_as_printed: str | None
    country_iso3_as_printed: str | None
    unit_as_printed: str
    year: int
    value_as_printed: str
    value_code_as_printed: str | None
    note_codes_as_printed: str | None
    note_marks: str


class WgiScores(NamedTuple):
    """The six governance scores of one country in one year."""

    edition_id: str
    file_name: str
    source_row: int
    country_iso3: str
    year: int
    va: str | None
    pv: str | None
    ge: str | None
    rq: str | None
    rl: str | None
    cc: str | None


class ListMember(NamedTuple):
    """One printed line of a list of critical minerals."""

    list_id: str
    file_name: str
    source_row: int
    member_no: int
    member_as_printed: str
    section: str | None


Row = (
    UsgsCell
    | StrayValue
    | RowAccount
    | NetImportReliance
    | ImportSource
    | SourceFile
    | WmdCell
    | BgsRecord
    | WgiScores
    | ListMember
)

RAW_TABLES: Mapping[str, type[Row]] = {
    "usgs_mcs_cells": UsgsCell,
    "usgs_mcs_rows": RowAccount,
    "usgs_mcs_strays": StrayValue,
    "usgs_mcs_net_import_reliance": NetImportReliance,
    "usgs_mcs_import_sources": ImportSource,
    "wmd_cells": WmdCell,
    "bgs_wms_records": BgsRecord,
    "wgi_scores": WgiScores,
    "critical_list_members": ListMember,
    "source_files": SourceFile,
}
"""Raw table name to the row it holds; the fields are the columns, in this order."""

INTEGER_COLUMNS = frozenset(
    {"source_row", "year", "row_count", "bytes", "member_no", "series_no", "collection_count"}
)
BOOLEAN_COLUMNS = frozenset({"is_estimated_column"})
EMPTY_TEXT_COLUMNS = frozenset({"value_as_printed", "note_marks"})
"""Text columns where a blank means "printed blank"; everywhere else a blank is missing."""


@dataclass
class ParsedFile:
    """What one file gave: rows by raw table name, its row account and itself as a file."""

    source_file: SourceFile
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows to one raw table."""
        self.tables.setdefault(table, []).extend(rows)


def columns_of(table: str) -> list[str]:
    """Column names of one raw table, in order."""
    return list(RAW_TABLES[table]._fields)


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
    """Give each column its type: whole numbers, booleans, text with blanks told apart."""
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
