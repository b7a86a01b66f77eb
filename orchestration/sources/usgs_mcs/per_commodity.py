"""The layout of the 2022 to 2024 editions: one CSV per commodity, units in the headers.

Belongs here: the commodity from the file name, the columns that such a file must have.
Does not belong here: cells and notes (`table`), the grammar of headers (`headers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.errors import LayoutError
from orchestration.sources.problems import Problems
from orchestration.sources.records import ParsedFile, UsgsCell
from orchestration.sources.text import clean
from orchestration.sources.usgs_mcs import table
from orchestration.sources.usgs_mcs.edition import (
    COMMODITY_FILE,
    Edition,
    check_years,
    edition_of,
)
from orchestration.sources.usgs_mcs.headers import Header, is_type_in_header, parse_header


def is_per_commodity(header: Sequence[str]) -> bool:
    """Whether a header line is of this layout: country and figures, no commodity column."""
    kinds = [parse_header(text).kind for text in header]
    return kinds[:1] == ["source"] and "commodity" not in kinds


def parse(records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems) -> Edition:
    """Add the cells, strays and row account of one commodity's file."""
    file_name = parsed.source_file.file_name
    headers = _headers(records[0], file_name)
    columns = table.value_columns(headers)
    _check_units(columns, file_name)
    at = {header.kind: index for index, header in enumerate(headers)}
    newest = max((c.header.year for c in columns if c.header.year), default=None)
    sources = (record[at["source"]] for record in records[1:] if len(record) > at["source"])
    edition = edition_of(file_name, sources, newest)
    check_years(edition, [_table_year(c.header) for c in columns], f"{file_name}, record 1")
    cells: list[UsgsCell] = []
    rows = 0
    for number, record in table.table_rows(records, file_name, problems):
        rows += 1
        context = table.RowContext(
            edition.release_id,
            file_name,
            number,
            commodity_code(file_name),
            clean(record[at["type"]]) or None,
            clean(record[at["country"]]),
            None,
        )
        cells.extend(table.row_cells(context, record, columns))
        parsed.add("usgs_mcs_strays", table.stray_values(context, record, headers))
    table.check_cells(cells, problems)
    parsed.add("usgs_mcs_cells", cells)
    parsed.add("usgs_mcs_rows", table.row_account(edition.release_id, file_name, records, rows))
    return edition


def commodity_code(file_name: str) -> str:
    """The publisher's short code of the commodity, from the file name."""
    match = COMMODITY_FILE.fullmatch(file_name)
    return match.group("code").lower() if match else re.sub(r"\.csv$", "", file_name.lower())


def _table_year(header: Header) -> tuple[str, int | None]:
    return f"{header.statistic} {header.detail or ''}".strip(), header.year


def _headers(texts: Sequence[str], file_name: str) -> list[Header]:
    """Parsed headers; the third may be the type text itself, printed in place of `Type`."""
    headers = [parse_header(text) for text in texts]
    kinds = {header.kind for header in headers}
    if "type" not in kinds and len(headers) > 2 and is_type_in_header(headers[2]):
        headers[2] = Header("type", headers[2].text)
        kinds.add("type")
    for header in headers:
        if header.kind in ("unknown", "commodity", "unit"):
            raise table.unknown_header(header, f"{file_name}, record 1")
    missing = [kind for kind in ("source", "country", "type", "value") if kind not in kinds]
    if missing:
        raise LayoutError(
            "a column that every file of this layout has is missing",
            where=f"{file_name}, record 1",
            expected=f"a {' and a '.join(missing)} column",
            found=", ".join(text for text in texts if text.strip()),
            way_out="restore the publisher's header",
        )
    return headers


def _check_units(columns: Sequence[table.ValueColumn], file_name: str) -> None:
    """Every value column names its unit, and one statistic has one unit over the years."""
    units: dict[str, set[str]] = {}
    for column in columns:
        header = column.header
        if header.unit is None:
            raise table.unknown_header(header, f"{file_name}, record 1: no unit in the header")
        units.setdefault(_table_year(header)[0], set()).add(header.unit.lower())
    for name, found in units.items():
        if len(found) > 1:
            raise LayoutError(
                "the years of one table are printed in different units",
                where=f"{file_name}, record 1, {name}",
                expected="one unit",
                found=", ".join(sorted(found)),
                way_out="compare the header with the publisher's file",
            )
