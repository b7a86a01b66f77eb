"""One Excel workbook of the reporting tables, with a sheet that explains it.

Belongs here: sheets, and what a cell becomes.
Does not belong here: which tables there are (the release), what a column means (its descriptor).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.copies.file.open_rows import open_rows
from orchestration.release.tables import parquet_relation

if TYPE_CHECKING:
    from openpyxl import Workbook

_REPORTING = "rpt_"
_LONGEST_NAME = 31  # characters that Excel allows in the name of a sheet
_WIDEST, _NARROWEST = 48, 10
_HOW_TO_READ = (
    "A blank cell is unknown: never zero, never no, never safe.",
    "…_min… and …_max… are what the printed figures allow; …_all_min… and …_all_max… count"
    " everybody whom a printed world total leaves out (excludes).",
    "Editions name the publisher's print that a figure comes from; the tables behind this workbook,"
    " with file and row of every figure, are beside it as CSV and Parquet.",
)


def write_workbook(release: Path, package: dict[str, Any], target: Path) -> None:
    """Write the reporting tables of a release, the dictionary of their columns, and a first sheet.

    Args:
        release: folder of the release.
        package: its descriptor.
        target: file to write.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    reporting = [r for r in package["resources"] if r["name"].startswith(_REPORTING)]
    _sheet(book, "Read me", ("what", "text"), _explained(package, reporting))
    _sheet(book, "Columns", ("sheet", "column", "unit", "meaning"), _columns(reporting))
    for resource in reporting:
        names = [field["name"] for field in resource["schema"]["fields"]]
        rows = _rows(parquet_relation(release / resource["path"]) + open_rows(names))
        _sheet(book, resource["name"][:_LONGEST_NAME], names, rows, filtered=True)
    book.save(target)


def _explained(package: dict[str, Any], reporting: Sequence[dict[str, Any]]) -> Iterator[list[Any]]:
    yield [package["title"], ""]
    yield ["Release", package["id"]]
    yield ["Made", package["created"]]
    for line in _HOW_TO_READ:
        yield ["How to read it", line]
    for resource in reporting:
        yield [resource["name"], resource["description"]]
    for source in package["sources"]:
        yield ["Source", f"{source['title']}: {source.get('attribution', '')}"]
    for licence in package["licenses"]:
        yield ["Licence", licence["title"]]


def _columns(reporting: Sequence[dict[str, Any]]) -> Iterator[list[Any]]:
    for resource in reporting:
        for field in resource["schema"]["fields"]:
            yield [resource["name"], field["name"], field.get("unit"), field["description"]]


def _rows(relation: str) -> list[tuple[Any, ...]]:
    import duckdb

    with duckdb.connect() as connection:
        return connection.execute(f"from {relation}").fetchall()


def _sheet(
    book: Workbook,
    name: str,
    heads: Sequence[str],
    rows: Iterator[list[Any]] | Sequence[tuple[Any, ...]],
    *,
    filtered: bool = False,
) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, text in enumerate(heads, start=1):
        width = min(_WIDEST, max(_NARROWEST, len(text) + 2))
        sheet.column_dimensions[get_column_letter(number)].width = width if filtered else _WIDEST
    bold = Font(bold=True)
    sheet.append([_cell(sheet, text, bold) for text in heads])
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    if filtered:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{count}"


def _cell(sheet: Any, value: Any, font: Any = None) -> Any:
    """A cell; a text is text, though it begins like a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell
