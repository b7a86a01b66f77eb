"""The raw table of World Mineral Statistics, which never ships.

Belongs here: its row, where the arrival rules find table, place and value.
Does not belong here: layouts, any meaning of a value.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


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


TABLES = {
    "bgs_wms_records": RawTable(
        BgsRecord._fields,
        None,
        Shape(
            table=("statistic_as_printed", "commodity_as_printed", "sub_commodity_as_printed"),
            place=("country_as_printed", "year"),
            values=("value_as_printed",),
            kind="statistic_as_printed",
            commodity="commodity_as_printed",
            unit="unit_as_printed",
            year="year",
        ),
    )
}
