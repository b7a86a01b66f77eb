"""Tables with one column per figure: from a header and rows to cells.

Belongs here: what the per-commodity and the wide layout share: value columns with the note
columns that stand behind them, unnamed columns, the account of rows.
Does not belong here: which columns a layout must have (`per_commodity`, `wide`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.reading.text import clean, is_blank, wrong_width
from orchestration.publishers.usgs_mcs.checks import check_cells
from orchestration.publishers.usgs_mcs.edition import Edition, edition_of
from orchestration.publishers.usgs_mcs.headers import Header
from orchestration.publishers.usgs_mcs.notes import (
    TYPE_SAYS_ESTIMATED,
    figure_in,
    join_marks,
    marks_of,
)
from orchestration.publishers.usgs_mcs.rows import KEPT, SET_ASIDE, RowAccount, StrayValue, UsgsCell

MARKS = ("NA", "W", "XX")


class ValueColumn(NamedTuple):
    """One column of figures, the note columns that are about it and the years beside it."""

    position: int
    header: Header
    note_positions: tuple[int, ...]
    years: tuple[int, ...]


class RowContext(NamedTuple):
    """What all cells of one row have in common."""

    edition_id: str
    file_name: str
    source_row: int
    commodity: str | None
    type: str | None
    country: str
    unit: str | None


class Shape(NamedTuple):
    """A table's columns: every header, the columns of figures, where the id columns stand."""

    headers: Sequence[Header]
    columns: Sequence[ValueColumn]
    at: dict[str, int]

    def text(self, record: Sequence[str], kind: str) -> str:
        """The trimmed text of an id column; blank where the layout has no such column."""
        return clean(record[self.at[kind]]) if kind in self.at else ""


def shape_of(headers: Sequence[Header]) -> Shape:
    """The shape that a header line gives a table."""
    at = {header.kind: position for position, header in enumerate(headers)}
    return Shape(headers, value_columns(headers), at)


def value_columns(headers: Sequence[Header]) -> list[ValueColumn]:
    """Value columns with their notes: a note column is about the value columns before it.

    An unnamed column behind them counts as a note column too: that is where notes land when a
    row was shifted.
    """
    found: list[ValueColumn] = []
    run: list[tuple[int, Header]] = []
    notes: list[int] = []

    def close() -> None:
        years = tuple(header.year for _, header in run if header.year is not None)
        found.extend(ValueColumn(at, header, tuple(notes), years) for at, header in run)
        run.clear()
        notes.clear()

    for position, header in enumerate(headers):
        if header.kind == "value":
            if notes:
                close()
            run.append((position, header))
        elif header.kind in ("note", "unnamed"):
            notes.append(position)
    close()
    return found


def edition_of_table(shape: Shape, records: Sequence[Sequence[str]], file_name: str) -> Edition:
    """The edition by file name, SOURCE column or the newest year of the header."""
    newest = max((c.header.year for c in shape.columns if c.header.year), default=None)
    source = shape.at["source"]
    return edition_of(file_name, (r[source] for r in records[1:] if len(r) > source), newest)


def add_rows(
    parsed: ParsedFile,
    edition: Edition,
    shape: Shape,
    records: Sequence[Sequence[str]],
    commodity: Callable[[Sequence[str]], str],
    problems: Problems,
) -> None:
    """Add cells, strays and the row account of a table to its file."""
    file_name = parsed.source_file.file_name
    cells: list[UsgsCell] = []
    rows = 0
    for number, record in _filled_rows(records, shape, file_name, problems):
        rows += 1
        context = RowContext(
            edition.edition_id,
            file_name,
            number,
            commodity(record) or None,
            shape.text(record, "type") or None,
            shape.text(record, "country"),
            shape.text(record, "unit") or None,
        )
        cells.extend(row_cells(context, record, shape.columns))
        parsed.add("usgs_mcs_strays", stray_values(context, record, shape.headers))
    check_cells(cells, problems)
    parsed.add("usgs_mcs_cells", cells)
    blank = sum(1 for record in records[1:] if is_blank(record))
    parsed.add("usgs_mcs_rows", _account(edition.edition_id, file_name, rows, blank))


def _filled_rows(
    records: Sequence[Sequence[str]], shape: Shape, file_name: str, problems: Problems
) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows that hold something, with their record number; damaged rows become problems."""
    for number, record in enumerate(records[1:], 2):
        if is_blank(record):
            continue
        if len(record) != len(shape.headers):
            problems.add(wrong_width(record, records[0], file_name, number))
        elif not shape.text(record, "country"):
            problems.add(_no_country(record, file_name, number))
        else:
            yield number, record


def _no_country(record: Sequence[str], file_name: str, number: int) -> LayoutError:
    return LayoutError(
        "a row with figures names no country",
        where=f"{file_name}, record {number}",
        expected="a country, other countries or a world total",
        found=str([field for field in record if field.strip()][:4]),
        way_out="compare with the publisher's file: the row was shifted or cut",
    )


def _account(edition_id: str, file_name: str, kept: int, blank: int) -> Iterator[RowAccount]:
    yield RowAccount(edition_id, file_name, KEPT, "printed_figures", kept)
    if blank:
        yield RowAccount(edition_id, file_name, SET_ASIDE, "blank_row", blank)


def row_cells(
    context: RowContext, record: Sequence[str], columns: Sequence[ValueColumn]
) -> Iterator[UsgsCell]:
    """The cells of one row, blank ones included."""
    type_says_estimated = bool(TYPE_SAYS_ESTIMATED.search(context.type or ""))
    for column in columns:
        header = column.header
        notes = tuple(text for at in column.note_positions if (text := clean(record[at])))
        marks = marks_of(notes, header.year, column.years)
        if type_says_estimated and header.statistic != "reserves" and "reported" not in marks:
            marks.add("estimated")
        yield UsgsCell(
            edition_id=context.edition_id,
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
            value_as_printed=clean(record[column.position]),
            is_estimated_column=header.is_estimated,
            note_marks=join_marks(marks),
            value_in_note=figure_in(notes),
        )


def stray_values(
    context: RowContext, record: Sequence[str], headers: Sequence[Header]
) -> Iterator[StrayValue]:
    """What stands in unnamed columns, and figures that stand in note columns."""
    for position, header in enumerate(headers):
        text = clean(record[position])
        figure = figure_in((text,)) or (text if text in MARKS else "")
        if not text or header.kind not in ("unnamed", "note"):
            continue
        if header.kind == "note" and not figure_in((text,)):
            continue
        what = "figure" if figure else "note"
        yield StrayValue(
            context.edition_id,
            context.file_name,
            context.source_row,
            header.text or f"unnamed_{position + 1}",
            f"{what}_in_{header.kind}_column",
            figure,
        )
