"""Small files in the publishers' layouts, written by hand for the tests.

Belongs here: headers as the publishers print them, rows to bytes.
Does not belong here: the publishers' files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.usgs_mcs.rows import RowAccount, UsgsCell

COBALT_2024 = "mcs2024-cobal_world.csv"
WIDE_2025 = "MCS2025_World_Data.csv"
LONG_2026 = "MCS2026_Commodities_Data.csv"
WIDE_HEADER = [
    "SOURCE",
    "COMMODITY",
    "COUNTRY",
    "TYPE",
    "UNIT_MEAS",
    "PROD_2023",
    "PROD_EST_ 2024",
    "PROD_NOTES",
    "CAP_2023",
    "CAP_EST_ 2024",
    "CAP_NOTES",
    "RESERVES_2024",
    "RESERVE_NOTES",
]
LONG_HEADER = [
    "MCS chapter",
    "Section",
    "Commodity",
    "Country",
    "Statistics",
    "Statistics_detail",
    "Unit",
    "Year",
    "Value",
    "Notes",
    "Is critical mineral 2025",
    "Other notes",
]
WORLD_SECTION = "World Mine Production and Reserves"


def csv_bytes(rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    """Rows as a publisher writes them: comma, CR LF, a line break at the end."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def commodity_header(year: int = 2024, unit: str = "t") -> list[str]:
    """Header of a per-commodity file of one edition."""
    first, last = year - 2, year - 1
    columns = ["Source", "Country", "Type", f"Prod_{unit}_{first}", f"Prod_{unit}_est_{last}"]
    return [*columns, "Prod_notes", f"Reserves_{unit}", "Reserves_notes"]


def commodity_file(year: int = 2024, unit: str = "t") -> list[list[str]]:
    """A small cobalt table of one edition: one country, others, the world."""
    source, table = f"MCS{year}", "Mine production, metric tons of contained cobalt"
    return [
        commodity_header(year, unit),
        [source, "Australia", table, "5,830", "4600", "", "1700000", ""],
        [source, "Other countries", table, "W", "NA", f"also estimated in {year - 2}", "", "NA"],
        [source, "World total (rounded)", table, "197000", "230000", "", "11000000", ""],
    ]


def wide_file() -> list[list[str]]:
    """A small antimony table of the wide layout."""
    head = ["MCS2025", "Antimony "]
    kind = ["Mine production, antimony content", "metric tons"]
    return [
        list(WIDE_HEADER),
        [*head, "China", *kind, "60800", "60000", "", "", "", "", "670000", ""],
        [*head, "Kazakhstan ", *kind, "", "", "W for 23-24", "", "", "", "", "NA"],
        [
            *head,
            "World total (rounded) 10",
            *kind,
            "106000",
            "100000",
            "",
            "",
            "",
            "",
            ">2000000",
            "",
        ],
    ]


def long_row(country: str, statistic: str, year: int, value: str, notes: str = "") -> list[str]:
    """One world row of the long layout."""
    detail = "Reserves" if statistic == "Reserves" else "Mine production"
    head = ["LITHIUM", WORLD_SECTION, "Lithium", country, statistic, detail]
    return [*head, "metric tons", str(year), value, notes, "Yes", ""]


def long_file(year: int = 2026) -> list[list[str]]:
    """A small lithium table of the long layout, with one row about the United States alone."""
    first, last = year - 2, year - 1
    us = ["LITHIUM", "Salient Statistics—United States", "Lithium", "United States", "Price"]
    return [
        [*LONG_HEADER[:10], f"Is critical mineral {last}", "Other notes"],
        [
            *us,
            "Price, annual average",
            "dollars per metric ton",
            str(first),
            "12,400",
            "",
            "Yes",
            "",
        ],
        long_row("United States", "Production", first, "W"),
        long_row("United States", "Production", last, "W"),
        long_row("Other countries", "Production", first, "—"),
        long_row("Other countries", "Production", last, "—", "Estimated."),
        long_row(
            "World total", "Production", first, "222,000", "Estimated. -- Excludes U.S. production."
        ),
        long_row(
            "World total", "Production", last, "290,000", "Estimated. -- Excludes U.S. production."
        ),
        long_row("World total", "Reserves", last, "37,000,000"),
    ]


def cells_of(parsed: ParsedFile) -> list[UsgsCell]:
    """The cells of a parsed file."""
    return [row for row in parsed.tables["usgs_mcs_cells"] if isinstance(row, UsgsCell)]


def account_of(parsed: ParsedFile) -> dict[str, int]:
    """Rows by reason."""
    rows = parsed.tables["usgs_mcs_rows"]
    return {row.reason: row.row_count for row in rows if isinstance(row, RowAccount)}


def cell(parsed: ParsedFile, row: int, column: str) -> UsgsCell:
    """The one cell at a record number and column."""
    (found,) = [c for c in cells_of(parsed) if c.source_row == row and c.source_column == column]
    return found
