"""The raw tables of the Mineral Commodity Summaries.

Belongs here: their rows, where they ship, where the arrival rules find table, place and value.
Does not belong here: layouts, any meaning of a value.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape

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


class SalientCell(NamedTuple):
    """One cell of the salient statistics of the United States, blank cells included.

    `column_no` separates columns whose headers are the same, or blank.
    """

    edition_id: str
    file_name: str
    source_row: int
    column_no: int
    source_column: str
    chapter_as_printed: str | None
    commodity_as_printed: str
    statistic_as_printed: str
    detail_as_printed: str | None
    unit_as_printed: str | None
    year: int
    value_as_printed: str
    note_marks: str


TABLES = {
    "usgs_mcs_cells": RawTable(
        UsgsCell._fields,
        "usgs_mcs/cells_{edition}.csv",
        Shape(
            table=("statistic", "commodity_as_printed", "type_as_printed", "column_detail"),
            place=("country_as_printed", "year"),
            values=("value_as_printed",),
            kind="statistic",
            commodity="commodity_as_printed",
            unit="unit_as_printed",
            year="year",
        ),
    ),
    "usgs_mcs_rows": RawTable(RowAccount._fields, "usgs_mcs/rows.csv"),
    "usgs_mcs_strays": RawTable(StrayValue._fields, "usgs_mcs/strays.csv"),
    "usgs_mcs_net_import_reliance": RawTable(
        NetImportReliance._fields,
        "usgs_mcs/net_import_reliance.csv",
        Shape(
            table=("commodity_as_printed", "detail_as_printed", "series_no"),
            place=("year",),
            values=("value_as_printed",),
            year="year",
        ),
    ),
    "usgs_mcs_import_sources": RawTable(
        ImportSource._fields,
        "usgs_mcs/import_sources.csv",
        Shape(
            table=("commodity_as_printed", "detail_as_printed", "period_as_printed"),
            place=("country_as_printed",),
            values=("value_as_printed",),
        ),
    ),
    "usgs_mcs_salient": RawTable(
        SalientCell._fields,
        "usgs_mcs/salient_{edition}.csv",
        Shape(
            table=("commodity_as_printed", "statistic_as_printed", "detail_as_printed"),
            place=("column_no", "year"),
            values=("value_as_printed",),
            unit="unit_as_printed",
            year="year",
            swings=True,
        ),
    ),
}
