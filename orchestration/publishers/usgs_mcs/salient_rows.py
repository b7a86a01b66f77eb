"""Salient statistics of the United States as the long layout prints them: one figure per row.

Belongs here: these rows as reported, codes for their notes (`salient_note_rules.csv`).
Does not belong here: which rows these are (`section_rules.csv`), net import reliance (`us_trade`),
what a row counts or a mark means (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.usgs_mcs.edition import Edition
from orchestration.publishers.usgs_mcs.notes import marks_by
from orchestration.publishers.usgs_mcs.rows import SalientCell
from orchestration.publishers.usgs_mcs.us_trade import ONE_YEAR, VERB, check_form

if TYPE_CHECKING:
    from orchestration.publishers.usgs_mcs.long_header import LongRow

VALUE_COLUMN = 9
"""Where the layout prints the value; every row has this one column of figures."""


def salient_cells(
    edition: Edition, file_name: str, rows: Sequence[tuple[int, LongRow]], problems: Problems
) -> list[SalientCell]:
    """Rows of salient statistics."""
    found: list[SalientCell] = []
    for number, row in rows:
        with problems.collecting():
            check_form(row.year, ONE_YEAR, "a year", f"{file_name}, record {number}")
            found.append(
                SalientCell(
                    edition_id=edition.edition_id,
                    file_name=file_name,
                    source_row=number,
                    column_no=VALUE_COLUMN,
                    source_column="Value",
                    chapter_as_printed=row.chapter or None,
                    commodity_as_printed=row.commodity,
                    statistic_as_printed=row.statistic,
                    detail_as_printed=VERB.split(row.detail, maxsplit=1)[0] or None,
                    unit_as_printed=row.unit or None,
                    year=int(row.year),
                    value_as_printed=row.value,
                    note_marks=marks_of_note(row.notes),
                )
            )
    return found


def marks_of_note(text: str) -> str:
    """Codes that a note gives to its figure; what no rule knows says nothing about the figure."""
    return marks_by("salient_note_rules.csv", text)
