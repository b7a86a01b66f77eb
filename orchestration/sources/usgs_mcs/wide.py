"""The layout of the 2025 edition: one wide CSV, all commodities, units in a column.

Belongs here: the columns that such a file must have and how a row becomes cells.
Does not belong here: cells and notes (`table`), the grammar of headers (`headers`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.errors import LayoutError
from orchestration.sources.problems import Problems
from orchestration.sources.records import ParsedFile, UsgsCell
from orchestration.sources.text import clean
from orchestration.sources.usgs_mcs import table
from orchestration.sources.usgs_mcs.edition import Edition, check_years, edition_of
from orchestration.sources.usgs_mcs.headers import Header, parse_header

ID_COLUMNS = ("source", "commodity", "country", "type", "unit")


def is_wide(header: Sequence[str]) -> bool:
    """Whether a header line is of this layout: commodity and source columns, figures by year."""
    kinds = [parse_header(text).kind for text in header]
    return kinds[:1] == ["source"] and "commodity" in kinds


def parse(records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems) -> Edition:
    """Add the cells, strays and row account of the edition's file."""
    file_name = parsed.source_file.file_name
    headers = _headers(records[0], file_name)
    columns = table.value_columns(headers)
    at = {header.kind: index for index, header in enumerate(headers)}
    newest = max((c.header.year for c in columns if c.header.year), default=None)
    sources = (record[at["source"]] for record in records[1:] if len(record) > at["source"])
    edition = edition_of(file_name, sources, newest)
    years = [(c.header.statistic, c.header.year) for c in columns]
    check_years(edition, years, f"{file_name}, record 1")
    cells: list[UsgsCell] = []
    rows = 0
    for number, record in table.table_rows(records, file_name, problems):
        rows += 1
        context = table.RowContext(
            edition.release_id,
            file_name,
            number,
            clean(record[at["commodity"]]) or None,
            clean(record[at["type"]]) or None,
            clean(record[at["country"]]),
            clean(record[at["unit"]]) or None,
        )
        cells.extend(table.row_cells(context, record, columns))
        parsed.add("usgs_mcs_strays", table.stray_values(context, record, headers))
    table.check_cells(cells, problems)
    parsed.add("usgs_mcs_cells", cells)
    parsed.add("usgs_mcs_rows", table.row_account(edition.release_id, file_name, records, rows))
    return edition


def _headers(texts: Sequence[str], file_name: str) -> list[Header]:
    headers = [parse_header(text) for text in texts]
    for header in headers:
        if header.kind == "unknown" or header.unit or header.detail:
            raise table.unknown_header(header, f"{file_name}, record 1")
    kinds = {header.kind for header in headers}
    statistics = {header.statistic for header in headers if header.kind == "value"}
    missing = [kind for kind in ID_COLUMNS if kind not in kinds]
    missing += sorted({"production", "reserves"} - statistics)
    if missing:
        raise LayoutError(
            "a column that every file of this layout has is missing",
            where=f"{file_name}, record 1",
            expected=", ".join(missing),
            found=", ".join(text for text in texts if text.strip()),
            way_out="restore the publisher's header",
        )
    return headers
