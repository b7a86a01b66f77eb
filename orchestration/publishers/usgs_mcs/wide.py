"""The layout of the 2025 edition: one wide CSV, all commodities, units in a column.

Belongs here: the columns that such a file must have.
Does not belong here: rows and cells (`table`), the grammar of headers (`headers`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.usgs_mcs import table
from orchestration.publishers.usgs_mcs.checks import missing_columns, unknown_header
from orchestration.publishers.usgs_mcs.edition import Edition, check_years
from orchestration.publishers.usgs_mcs.headers import Header, parse_header

MUST_HAVE = ("source", "commodity", "country", "type", "unit", "production", "reserves")
ENOUGH_TO_RECOGNISE = 4


def is_wide(header: Sequence[str]) -> bool:
    """Whether a header line is of this layout: most of its id columns, and figures by year."""
    kinds = {parse_header(text).kind for text in header}
    return "value" in kinds and len(kinds & set(MUST_HAVE)) >= ENOUGH_TO_RECOGNISE


def parse(records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems) -> Edition:
    """Add the cells, strays and row account of the edition's file."""
    file_name = parsed.source_file.file_name
    shape = table.shape_of(_headers(records[0], file_name))
    edition = table.edition_of_table(shape, records, file_name)
    years = [(column.header.statistic, column.header.year) for column in shape.columns]
    with problems.collecting():
        check_years(edition, years, f"{file_name}, record 1")
    table.add_rows(
        parsed, edition, shape, records, lambda record: shape.text(record, "commodity"), problems
    )
    return edition


def _headers(texts: Sequence[str], file_name: str) -> list[Header]:
    headers = [parse_header(text) for text in texts]
    for header in headers:
        if header.kind == "unknown" or header.unit or header.detail:
            raise unknown_header(header, f"{file_name}, record 1")
    present = {header.kind for header in headers}
    present |= {header.statistic for header in headers if header.kind == "value"}
    missing = [kind for kind in MUST_HAVE if kind not in present]
    if missing:
        raise missing_columns(missing, texts, file_name)
    return headers
