"""The flat layout of the Critical Minerals Dataset: a CSV with one figure per row.

Belongs here: that layout, which `minerals drop --explain iea` prints; every other is refused.
Does not belong here: what a stage or a mineral counts, projections and totals: staging.
"""

from __future__ import annotations

from orchestration.ground.errors import LayoutError
from orchestration.publishers.iea.facts import FACTS, FILE
from orchestration.publishers.iea.rows import IeaCell
from orchestration.publishers.layout import Column, FileLayout
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row
from orchestration.publishers.reading.tabular import Table, check_unique

LAYOUT = FileLayout(
    file_name="iea_2026_supply_by_country.csv",
    columns=(
        Column(
            "mineral_as_printed",
            "text",
            "the mineral as the workbook names it: Copper, Cobalt, Lithium, Nickel, Graphite, "
            "Rare Earth Elements",
        ),
        Column("stage_as_printed", "text", "the supply table", words=("mining", "refining")),
        Column(
            "country_as_printed",
            "text",
            "the country as the workbook names it; Rest of world is the residual, Total the "
            "printed total, each once a year",
        ),
        Column("year", "year", "of the figure, four digits"),
        Column("value_kt", "number", "all digits of the workbook", unit="thousand tonnes"),
        Column(
            "is_projection",
            "word",
            "false for the modelled year, true for a year of the base case",
            words=("true", "false"),
        ),
    ),
    example=(
        ("Cobalt", "refining", "China", "2024", "196.1433565869552", "false"),
        ("Cobalt", "refining", "China", "2030", "251.70169564264117", "true"),
    ),
    refuses_others=True,
    remarks=("Write the supply tables of the base case; no other scenario is part of it.",),
)
LAYOUTS = (LAYOUT,)
HEADER = LAYOUT.header
WORDS = {column.name: column.words for column in LAYOUT.columns if column.words}
NAMES = ("mineral_as_printed", "country_as_printed", "value_kt")


def edition_of_file_name(file_name: str) -> str | None:
    """The edition that a file of this family belongs to by its name; None for other files."""
    match = FILE.fullmatch(file_name)
    return f"{FACTS.source_id}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file; what is wrong with single rows goes to `problems`, or is raised.

    Args:
        file_name: names the edition.
        content: the bytes of the flat file.
        problems: collects what is wrong with rows; raised at the end when left out.

    Returns:
        Its rows in table `iea_cells`, figures in thousand tonnes as printed.

    Raises:
        SourceError: for another layout, a word that is not of the layout, a figure that is none.
    """
    collected = Problems() if problems is None else problems
    edition_id = edition_of_file_name(file_name) or FACTS.source_id
    table = Table(file_name, content, HEADER)
    _refuse_other_columns(table)
    parsed = table.parsed(edition_id)
    cells: list[Row] = []
    keys = []
    for number, row in table.rows(collected):
        year = table.year(row["year"], number, collected)
        value = table.number(row["value_kt"], number, "value_kt", collected)
        if not _is_sound(row, file_name, number, collected) or year is None:
            continue
        mineral, stage, country = (row[name] for name in HEADER[:3])
        keys.append(((mineral, stage, country, year), number))
        place = (edition_id, file_name, number, mineral, stage, country)
        cells.append(IeaCell(*place, year, value, row["is_projection"]))
    check_unique(keys, file_name, collected)
    if problems is None:
        collected.raise_if_any()
    parsed.add("iea_cells", cells)
    return parsed


def _refuse_other_columns(table: Table) -> None:
    others = [text for text in table.records[0] if text.strip().lower() not in HEADER]
    if others:
        raise LayoutError(
            "a file has columns that are not of its layout",
            where=f"{table.file_name}, record 1",
            expected=", ".join(HEADER),
            found=", ".join(others)[:300],
            way_out="write the supply tables as `minerals drop --explain iea` prints it",
        )


def _is_sound(row: dict[str, str], file_name: str, number: int, problems: Problems) -> bool:
    """Whether a row is filled and uses the words of the layout; otherwise a problem."""
    wrong = [(name, "something") for name in NAMES if not row[name]]
    wrong += [(name, " or ".join(words)) for name, words in WORDS.items() if row[name] not in words]
    for name, expected in wrong:
        problems.layout(
            "a row has a word that is not of its layout",
            where=f"{file_name}, record {number}, column {name}",
            expected=expected,
            found=row[name] or "(blank)",
            way_out="correct the row after the workbook's supply table",
        )
    return not wrong
