"""The layout of the 2022 to 2024 editions: one CSV per commodity, units in the headers.

Belongs here: the commodity from the file name, the columns that such a file must have.
Does not belong here: rows and cells (`table`), the grammar of headers (`headers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.usgs_mcs import table
from orchestration.publishers.usgs_mcs.checks import missing_columns, unknown_header
from orchestration.publishers.usgs_mcs.edition import COMMODITY_FILE, Edition, check_years
from orchestration.publishers.usgs_mcs.headers import Header, is_type_in_header, parse_header

TYPE_PLACE = 2
MUST_HAVE = ("source", "country", "type", "value")


def is_per_commodity(header: Sequence[str]) -> bool:
    """Whether a header line is of this layout: figures beside a country, no commodity column."""
    kinds = {parse_header(text).kind for text in header}
    return "source" in kinds and "commodity" not in kinds


def parse(records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems) -> Edition:
    """Add the cells, strays and row account of one commodity's file."""
    file_name = parsed.source_file.file_name
    shape = table.shape_of(_headers(records[0], file_name))
    with problems.collecting():
        _check_units(shape.columns, file_name)
    edition = table.edition_of_table(shape, records, file_name)
    years = [(_table_of(column.header), column.header.year) for column in shape.columns]
    with problems.collecting():
        check_years(edition, years, f"{file_name}, record 1")
    code = commodity_code(file_name)
    table.add_rows(parsed, edition, shape, records, lambda _: code, problems)
    return edition


def commodity_code(file_name: str) -> str:
    """The publisher's short code of the commodity, from the file name."""
    match = COMMODITY_FILE.fullmatch(file_name)
    return match.group("code").lower() if match else re.sub(r"\.csv$", "", file_name.lower())


def _table_of(header: Header) -> str:
    return f"{header.statistic} {header.detail or ''}".strip()


def _headers(texts: Sequence[str], file_name: str) -> list[Header]:
    """Parsed headers; the third may be the type text itself, printed in place of `Type`."""
    headers = [parse_header(text) for text in texts]
    if all(header.kind != "type" for header in headers):
        headers = [
            Header("type", header.text)
            if place == TYPE_PLACE and is_type_in_header(header)
            else header
            for place, header in enumerate(headers)
        ]
    for header in headers:
        if header.kind in ("unknown", "unit") or (header.kind == "value" and not header.unit):
            raise unknown_header(header, f"{file_name}, record 1")
    missing = [kind for kind in MUST_HAVE if kind not in {header.kind for header in headers}]
    if missing:
        raise missing_columns(missing, texts, file_name)
    return headers


def _check_units(columns: Sequence[table.ValueColumn], file_name: str) -> None:
    """One statistic is printed in one unit over the years."""
    units: dict[str, set[str]] = {}
    for column in columns:
        units.setdefault(_table_of(column.header), set()).add(str(column.header.unit).lower())
    for name, found in units.items():
        if len(found) > 1:
            raise LayoutError(
                "the years of one table are printed in different units",
                where=f"{file_name}, record 1, {name}",
                expected="one unit",
                found=", ".join(sorted(found)),
                way_out="compare the header with the publisher's file",
            )
