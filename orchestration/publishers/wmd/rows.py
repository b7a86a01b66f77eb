"""The raw table of World Mining Data.

Belongs here: its row, where it ships, where the arrival rules find table, place and value.
Does not belong here: layouts, any meaning of a value.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


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


TABLES = {
    "wmd_cells": RawTable(
        WmdCell._fields,
        "wmd/cells.csv",
        Shape(
            table=("mineral_as_printed",),
            place=("country_as_printed", "year"),
            values=("value_as_printed",),
            commodity="mineral_as_printed",
            unit="unit_as_printed",
            year="year",
        ),
    )
}
