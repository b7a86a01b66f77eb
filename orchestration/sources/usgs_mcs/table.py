"""Tables with one column per figure: from a header and rows to cells.

Belongs here: what the per-commodity and the wide layout share: value columns with the note
columns that stand behind them, unnamed columns, checks of rows and of printed values.
Does not belong here: finding the edition, the commodity and the id columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from orchestration.errors import LayoutError
from orchestration.sources.problems import Problems
from orchestration.sources.records import KEPT, SET_ASIDE, RowAccount, StrayValue, UsgsCell
from orchestration.sources.text import clean, is_blank, wrong_width
from orchestration.sources.usgs_mcs.headers import Header
from orchestration.sources.usgs_mcs.notes import (
    TYPE_SAYS_ESTIMATED,
    figure_in,
    join_marks,
    marks_of,
)

NEGATIVE = re.compile(r"^e?\s*[-\u2212\u2013]\s*\d")
MARKS = ("NA", "W", "XX")
KNOWN_LAYOUTS = (
    "one CSV per commodity (Source, Country, Type, Prod_<unit>_<year> ...), "
    "one wide CSV (SOURCE, COMMODITY, COUNTRY, TYPE, UNIT_MEAS, PROD_<year> ...) or "
    "one long CSV (MCS chapter, Section, ..., Year, Value, Notes ...)"
)


class ValueColumn(NamedTuple):
    """One column of figures, the note columns that speak of it and the years beside it."""

    index: int
    header: Header
    note_indexes: tuple[int, ...]
    years: tuple[int, ...]


class RowContext(NamedTuple):
    """What all cells of one row have in common."""

    release_id: str
    file_name: str
    source_row: int
    commodity: str | None
    type: str | None
    country: str
    unit: str | None


def value_columns(headers: Sequence[Header]) -> list[ValueColumn]:
    """Value columns with their notes: a note column speaks of the value columns before it.

    An unnamed column behind them counts as a note column too: that is where notes land when a
    row was shifted.
    """
    found: list[ValueColumn] = []
    run: list[tuple[int, Header]] = []
    notes: list[int] = []

    def close() -> None:
        years = tuple(h.year for _, h in run if h.year is not None)
        found.extend(ValueColumn(i, h, tuple(notes), years) for i, h in run)
        run.clear()
        notes.clear()

    for index, header in enumerate(headers):
        if header.kind == "value":
            if notes:
                close()
            run.append((index, header))
        elif header.kind in ("note", "unnamed"):
            notes.append(index)
    close()
    return found


def unknown_header(header: Header, where: str) -> LayoutError:
    """The error for a header that follows no pattern of this family."""
    return LayoutError(
        "a column header follows no known pattern",
        where=where,
        expected="Source, Country, Type, Commodity, Unit_meas, a figure such as Prod_kt_est_2024, "
        "Cap_t_2024 or Reserves_kt, or its notes such as Prod_notes",
        found=header.text or "(blank)",
        way_out="if the publisher renamed a column, teach orchestration/sources/usgs_mcs/"
        "headers.py the new pattern; else restore the publisher's header",
    )


def table_rows(
    records: Sequence[Sequence[str]], file_name: str, problems: Problems
) -> Iterator[tuple[int, Sequence[str]]]:
    """Non-blank rows with their record number; rows of a wrong width become problems."""
    header = records[0]
    for number, record in enumerate(records[1:], 2):
        if is_blank(record):
            continue
        if len(record) != len(header):
            problems.add(wrong_width(record, header, file_name, number))
            continue
        yield number, record


def row_cells(
    context: RowContext, record: Sequence[str], columns: Sequence[ValueColumn]
) -> Iterator[UsgsCell]:
    """The cells of one row, blank ones included."""
    type_marks = {"estimated"} if TYPE_SAYS_ESTIMATED.search(context.type or "") else set()
    for column in columns:
        header = column.header
        notes = tuple(text for i in column.note_indexes if (text := clean(record[i])))
        marks = marks_of(notes, header.year, column.years)
        if header.statistic != "reserves" and "reported" not in marks:
            marks |= type_marks
        yield UsgsCell(
            release_id=context.release_id,
            file_name=context.file_name,
            source_row=context.source_row,
            source_column=header.text,
            statistic=header.statistic,
            chapter_as_printed=None,
            section_as_printed=None,
            commodity_as_printed=context.commodity,
            type_as_printed=context.type,
            column_detail=header.detail,
            country_as_printed=context.country,
            unit_as_printed=header.unit or context.unit,
            year=header.year,
            value_as_printed=clean(record[column.index]),
            is_estimated_column=header.is_estimated,
            note_marks=join_marks(marks),
            value_in_note=figure_in(notes),
        )


def stray_values(
    context: RowContext, record: Sequence[str], headers: Sequence[Header]
) -> Iterator[StrayValue]:
    """What stands in unnamed columns, and figures that stand in note columns."""
    for index, header in enumerate(headers):
        text = clean(record[index])
        if not text:
            continue
        figure = figure_in((text,)) or (text if text in MARKS else None)
        if header.kind == "unnamed":
            reason = "figure_in_unnamed_column" if figure else "note_in_unnamed_column"
        elif header.kind == "note" and figure_in((text,)):
            reason = "figure_in_note_column"
        else:
            continue
        yield StrayValue(
            context.release_id,
            context.file_name,
            context.source_row,
            header.text or f"unnamed_{index + 1}",
            reason,
            figure or "",
        )


def row_account(
    release_id: str, file_name: str, records: Sequence[Sequence[str]], kept: int
) -> list[RowAccount]:
    """Rows kept and blank rows set aside; together every record below the header."""
    blank = sum(1 for record in records[1:] if is_blank(record))
    accounts = [RowAccount(release_id, file_name, KEPT, "printed_figures", kept)]
    if blank:
        accounts.append(RowAccount(release_id, file_name, SET_ASIDE, "blank_row", blank))
    return accounts


def check_cells(cells: Sequence[UsgsCell], problems: Problems) -> None:
    """Refuse negative figures and rows that print one key twice."""
    for cell in cells:
        if NEGATIVE.match(cell.value_as_printed):
            problems.add(_negative(cell))
    keys = Counter(_key(cell) for cell in cells)
    repeated = {key for key, count in keys.items() if count > 1}
    if not repeated:
        return
    rows: dict[tuple[object, ...], list[int]] = {}
    for cell in cells:
        if _key(cell) in repeated:
            rows.setdefault(_key(cell), []).append(cell.source_row)
    for key, numbers in rows.items():
        problems.add(_duplicate(key, numbers, cells[0].file_name))


def _key(cell: UsgsCell) -> tuple[object, ...]:
    return (
        cell.chapter_as_printed,
        cell.section_as_printed,
        cell.commodity_as_printed,
        cell.type_as_printed,
        cell.country_as_printed,
        cell.statistic,
        cell.column_detail,
        cell.year,
    )


def _negative(cell: UsgsCell) -> LayoutError:
    return LayoutError(
        "a negative figure: no quantity produced, held or installed is below zero",
        where=f"{cell.file_name}, record {cell.source_row}, column {cell.source_column}, "
        f"{cell.country_as_printed}",
        expected="a figure of zero or more, or a mark such as W or NA",
        found=cell.value_as_printed,
        way_out="compare with the publisher's file; if the publisher prints it, ask them",
    )


def _duplicate(key: tuple[object, ...], numbers: Sequence[int], file_name: str) -> LayoutError:
    return LayoutError(
        "one file prints the same table, country and year twice",
        where=f"{file_name}, records {', '.join(map(str, numbers))}",
        expected="one row for each table, country and year",
        found=", ".join(str(part) for part in key if part is not None),
        way_out="compare with the publisher's file and remove the copied row",
    )
