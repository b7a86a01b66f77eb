"""The layout of the newest editions as people get it printed: its columns, a small example.

Belongs here: an example table, and which other files an edition may have.
Does not belong here: the columns (`long_header.py`), reading them (`long.py`).
"""

from __future__ import annotations

from orchestration.publishers.layout import FileLayout
from orchestration.publishers.usgs_mcs.long_header import COLUMNS

_SECTION = "World Mine Production and Reserves"


def _row(country: str, statistic: str, year: int, value: str) -> tuple[str, ...]:
    detail = "Reserves" if statistic == "Reserves" else "Mine production"
    named = ("LITHIUM", _SECTION, "Lithium", country, statistic, detail)
    return (*named, "metric tons", str(year), value, "", "Yes", "")


LAYOUT = FileLayout(
    file_name="MCS2026_Commodities_Data.csv",
    columns=tuple(column for column, _ in COLUMNS.values()),
    example=(
        _row("Argentina", "Production", 2024, "13,800"),
        _row("Argentina", "Production", 2025, "23,000"),
        _row("World total", "Production", 2024, "222,000"),
        _row("World total", "Production", 2025, "290,000"),
        _row("World total", "Reserves", 2025, "37,000,000"),
    ),
    refuses_others=True,
    remarks=(
        "Drop the survey's own file as it is, in the encoding that it has. Editions up to 2025 are "
        "read in their own layouts, each by its header.",
        "An edition prints the two years before its own; a table without one of them is refused.",
    ),
)
