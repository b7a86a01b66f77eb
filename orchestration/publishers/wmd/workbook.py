"""World Mining Data as its publisher offers it: a workbook a year, one sheet for each mineral.

A sheet opens with a title; below it stand `Country`, `unit`, one column for each of some years and
`data source`; then a row for each country, and `Total` last. The newest year is two years before
the edition. Sheets are found by the mineral's name, columns by their headings.

Only the minerals in `wmd_minerals.csv` are read: those that the first source does not give. The
publisher's terms are not verified, so the extract stays small.

Belongs here: reading the workbook. Figures are numbered as they come, sheet by sheet, for a row of
a sheet holds several.
Does not belong here: the extract as CSV (`layouts.py`), units and countries (seeds).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from orchestration.fetching.archives import DAMAGED
from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.beside import rows_beside
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row, SourceFile
from orchestration.publishers.reading.tabular import check_unique, is_number
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN, clean, sha256_of
from orchestration.publishers.wmd.rows import WmdCell

TOTAL = "Total"
LOOK_FOR_HEADER = 10
"""Rows from the top in which the headings must stand."""
LARGEST = 100 * 1024 * 1024
"""Bytes that a workbook may unpack to; the publisher's are a hundredth of it."""
WAY_OUT = (
    "open the sheet; if the publisher changed it, publishers/wmd/workbook.py must follow; until "
    "then an extract as wmd_<year>_<anything>.csv serves"
)
Cells = list[str]


class Figures(NamedTuple):
    """One sheet: its years by column, and its rows."""

    years: dict[int, int]
    source_column: int
    rows: list[Cells]


class Line(NamedTuple):
    """One row of a sheet: a country or the total, with its figures by year."""

    country: str
    unit: str
    source: str
    figures: list[tuple[int, str]]


@lru_cache(maxsize=1)
def minerals() -> tuple[str, ...]:
    """The sheets that are read."""
    return tuple(row["mineral"] for row in rows_beside(__package__, "wmd_minerals.csv"))


def parse_workbook(
    edition_id: str, file_name: str, content: bytes, problems: Problems
) -> ParsedFile:
    """Figures of the minerals that are taken; a sheet that is not as known is refused."""
    sheets = _sheets(content, file_name)
    cells: list[Row] = []
    keys = []
    for mineral in minerals():
        where = f"{file_name}, sheet {mineral}"
        with problems.collecting():
            figures = _figures(sheets.get(mineral.lower()), where, int(edition_id[-4:]))
            for line in _lines(figures, where, problems):
                for year, value in line.figures:
                    number = len(cells) + 1
                    keys.append(((mineral, line.country, year), number))
                    cells.append(
                        WmdCell(
                            edition_id,
                            file_name,
                            number,
                            mineral,
                            line.country,
                            None,
                            line.unit or None,
                            line.source or None,
                            year,
                            value,
                        )
                    )
    check_unique(keys, file_name, problems)
    source_file = SourceFile(
        f"{edition_id}/{file_name}",
        edition_id,
        file_name,
        sha256_of(content),
        len(content),
        len(cells),
    )
    return ParsedFile(source_file, {"wmd_cells": cells})


def _sheets(content: bytes, file_name: str) -> dict[str, list[Cells]]:
    """The sheets that are wanted, by lower-case name, as text."""
    from openpyxl import load_workbook

    _check_archive(content, file_name)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        wanted = {name.lower() for name in minerals()}
        chosen = [sheet for sheet in book.worksheets if clean(sheet.title).lower() in wanted]
        found = {
            clean(sheet.title).lower(): [
                [_text(value) for value in row] for row in sheet.iter_rows(values_only=True)
            ]
            for sheet in chosen
        }
        book.close()
    except Exception as error:
        message = str(error) or type(error).__name__
        raise _refused("the workbook cannot be read", file_name, "a workbook", message) from error
    return found


def _check_archive(content: bytes, file_name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except DAMAGED as error:
        found = content[:40].decode("utf-8", "replace").strip()
        raise _refused(
            "this is no workbook, or it is cut off", file_name, "an .xlsx file", found
        ) from error
    if unpacked > LARGEST:
        expected = f"at most {LARGEST:,} bytes unpacked"
        raise _refused("the workbook is too large", file_name, expected, f"{unpacked:,}")


def _text(value: object) -> str:
    """A cell as text: whole numbers without the decimal nought that only the format adds."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else clean(str(value))


def _figures(rows: list[Cells] | None, where: str, edition: int) -> Figures:
    """Headings and rows of one sheet."""
    if rows is None:
        raise _refused("a sheet that is read is missing", where, "a sheet of this name", "none")
    opening = enumerate(rows[:LOOK_FOR_HEADER])
    at = next((n for n, row in opening if row and row[0].lower() == "country"), None)
    if at is None:
        found = "; ".join(row[0] for row in rows[:3] if row)
        raise _refused("no row of headings", where, "Country, unit, years, data source", found)
    header = [heading.lower() for heading in rows[at]]
    while header and not header[-1]:
        header.pop()
    years = {n: int(text) for n, text in enumerate(header) if re.fullmatch(r"(19|20)\d\d", text)}
    columns = list(years)
    expected = ["country", "unit", *(str(year) for year in years.values()), "data source"]
    in_order = sorted(years.values()) == list(years.values())
    if header != expected or not columns or not in_order:
        headings = "Country, unit, years in order, data source"
        raise _refused("the headings are not as known", where, headings, ", ".join(header))
    newest = max(years.values())
    if newest != edition - 2:
        raise _refused("the newest year is not the edition's", where, str(edition - 2), str(newest))
    below = [row + [""] * (len(header) - len(row)) for row in rows[at + 1 :] if any(row)]
    return Figures(years, len(header) - 1, below)


def _lines(figures: Figures, where: str, problems: Problems) -> Iterator[Line]:
    """Countries, then the total, which must close the sheet."""
    names = [row[0] for row in figures.rows]
    if names.count(TOTAL) != 1 or names[0] == TOTAL:
        found = f"{names.count(TOTAL)} of {len(names)} rows"
        raise _refused("the sheet has not one row of totals", where, f"{TOTAL}, once", found)
    last = names.index(TOTAL)
    unit = figures.rows[0][1]
    for row in figures.rows[last + 1 :]:
        if any(row[1:]):
            raise _refused("figures stand below the total", where, "notes at most", row[0])
    for row in figures.rows[: last + 1]:
        line = Line(
            row[0],
            row[1] or (unit if row[0] == TOTAL else ""),
            row[figures.source_column],
            [(year, row[column]) for column, year in figures.years.items()],
        )
        _check(line, unit, where, problems)
        yield line


def _check(line: Line, unit: str, where: str, problems: Problems) -> None:
    at = f"{where}, {line.country or 'a row without a name'}"
    if not line.country or not line.unit or line.unit != unit:
        problems.layout(
            "a row lacks its name, or has another unit than its sheet",
            where=at,
            expected=f"a name and {unit or 'a unit'}",
            found=f"{line.country or 'no name'}, {line.unit or 'no unit'}",
            way_out=WAY_OUT,
        )
    for year, value in line.figures:
        if value and (value.startswith("-") or not is_number(value)):
            problems.layout(
                "a figure is negative or not a number",
                where=f"{at}, {year}",
                expected="a number of zero or more",
                found=value,
                way_out=WAY_OUT,
            )


def _refused(what: str, where: str, expected: str, found: str) -> LayoutError:
    way_out = DOWNLOAD_AGAIN if "workbook" in what else WAY_OUT
    return LayoutError(what, where=where, expected=expected, found=found[:300], way_out=way_out)
