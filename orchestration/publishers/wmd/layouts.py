"""World Mining Data: production by country and year, as an extract or as the yearly workbook.

Belongs here: the extract, a CSV with one figure per row.
Does not belong here: the workbook's layout (`workbook.py`); factors (uranium is printed as
U3O8) and world rows (`Total`): staging.
"""

from __future__ import annotations

from orchestration.publishers.layout import Column, FileLayout
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row
from orchestration.publishers.reading.tabular import Table, check_unique
from orchestration.publishers.wmd.facts import FACTS, FILE
from orchestration.publishers.wmd.rows import WmdCell
from orchestration.publishers.wmd.workbook import parse_workbook

LAYOUT = FileLayout(
    file_name="wmd_2027_extract.csv",
    columns=(
        Column("mineral", "text", "the mineral as the workbook names it"),
        Column("country", "text", "the country as the workbook names it; Total is the world"),
        Column("country_iso", "text", "three letters of ISO 3166", is_optional=True),
        Column("unit", "text", "the unit as printed: metr. t, kg, ct …", is_optional=True),
        Column("data_source", "text", "the mark of an estimate, as printed", is_optional=True),
        Column("year", "year", "of the figure, four digits"),
        Column("production", "number", "as printed", unit="that of the row", is_optional=True),
    ),
    example=(
        ("Germanium", "Congo, D.R.", "COD", "metr. t", "", "2018", "0.0"),
        ("Germanium", "Total", "DELETE", "metr. t", "nan", "2018", "106.0"),
    ),
    remarks=(
        "This is an extract, one figure to a row. The publisher's yearly workbook is taken as it "
        "is, as wmd_<year>_<anything>.xlsx.",
    ),
)
LAYOUTS = (LAYOUT,)


def edition_of_file_name(file_name: str) -> str | None:
    """The edition that a file of this family belongs to by its name; None for other files."""
    match = FILE.fullmatch(file_name)
    return f"{FACTS.source_id}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file; what is wrong with single rows goes to `problems`, or is raised."""
    collected = Problems() if problems is None else problems
    edition_id = edition_of_file_name(file_name) or FACTS.source_id
    if file_name.lower().endswith(".xlsx"):
        parsed = parse_workbook(edition_id, file_name, content, collected)
    else:
        parsed = _parse_extract(edition_id, file_name, content, collected)
    if problems is None:
        collected.raise_if_any()
    return parsed


def _parse_extract(
    edition_id: str, file_name: str, content: bytes, collected: Problems
) -> ParsedFile:
    table = Table(file_name, content, LAYOUT.header)
    parsed = table.parsed(edition_id)
    cells: list[Row] = []
    keys = []
    for number, row in table.rows(collected):
        year = table.year(row["year"], number, collected)
        value = table.number(row["production"], number, "production", collected)
        if year is None:
            continue
        keys.append(((row["mineral"], row["country"], year), number))
        cells.append(
            WmdCell(
                edition_id,
                file_name,
                number,
                row["mineral"],
                row["country"],
                row["country_iso"] or None,
                row["unit"] or None,
                row["data_source"] or None,
                year,
                value,
            )
        )
    check_unique(keys, file_name, collected)
    parsed.add("wmd_cells", cells)
    return parsed
