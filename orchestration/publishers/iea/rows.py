"""The raw table of the Critical Minerals Dataset.

Belongs here: its row, where it ships, where the arrival rules find table, place and value.
Does not belong here: layouts, any meaning of a value.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


class IeaCell(NamedTuple):
    """One figure: what a country mines or refines in a year, modelled or projected."""

    edition_id: str
    file_name: str
    source_row: int
    mineral_as_printed: str
    stage_as_printed: str
    country_as_printed: str
    year: int
    value_as_printed: str
    is_projection_as_printed: str


TABLES = {
    "iea_cells": RawTable(
        IeaCell._fields,
        "iea/cells.csv",
        Shape(
            table=("mineral_as_printed", "stage_as_printed"),
            place=("country_as_printed", "year"),
            values=("value_as_printed",),
            commodity="mineral_as_printed",
            year="year",
        ),
    )
}
