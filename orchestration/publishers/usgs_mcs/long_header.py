"""The columns of the long layout: its header recognised, each column found by name, one row's text.

Belongs here: column names of this layout, their spelling variants, a row as it was printed.
Does not belong here: what a row means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from orchestration.ground.errors import LayoutError
from orchestration.publishers.layout import Column
from orchestration.publishers.reading.text import clean

COLUMNS: Mapping[str, tuple[Column, re.Pattern[str]]] = {
    "chapter": (Column("MCS chapter", "text", "the chapter"), re.compile(r"mcs[ _]chapter", re.I)),
    "section": (
        Column("Section", "text", "the table of the chapter; section_rules.csv says what of it"),
        re.compile(r"section", re.I),
    ),
    "commodity": (Column("Commodity", "text", "the commodity"), re.compile(r"commodity", re.I)),
    "country": (
        Column("Country", "text", "the country, the residual, or World total"),
        re.compile(r"country", re.I),
    ),
    "statistic": (
        Column("Statistics", "text", "Production, Capacity, Reserves, or one of the US account"),
        re.compile(r"statistics", re.I),
    ),
    "detail": (
        Column("Statistics_detail", "text", "what of it is counted", is_optional=True),
        re.compile(r"statistics[ _]detail", re.I),
    ),
    "unit": (Column("Unit", "text", "as printed: metric tons"), re.compile(r"unit", re.I)),
    "year": (Column("Year", "year", "of the figure, or a period"), re.compile(r"year", re.I)),
    "value": (
        Column("Value", "text", "as printed: 62,000, W, NA, —, >50", unit="of the row"),
        re.compile(r"value", re.I),
    ),
    "notes": (
        Column("Notes", "text", "the notes of the figure", is_optional=True),
        re.compile(r"notes", re.I),
    ),
    "critical": (
        Column("Is critical mineral", "word", "whether it is one", words=("Yes", "No")),
        re.compile(r"is[ _]critical[ _]mineral(?:[ _]20\d{2})?", re.I),
    ),
    "other_notes": (
        Column("Other notes", "text", "further notes", is_optional=True),
        re.compile(r"other[ _]notes", re.I),
    ),
}
ENOUGH_TO_RECOGNISE = 6


class LongRow(NamedTuple):
    """One row as trimmed text; the fields bear the names of `long_header.COLUMNS`."""

    chapter: str
    section: str
    commodity: str
    country: str
    statistic: str
    detail: str
    unit: str
    year: str
    value: str
    notes: str
    critical: str

    @property
    def is_shifted(self) -> bool:
        """Whether the fields behind the value moved one place, by the flag's column."""
        return self.critical.lower() not in ("yes", "no", "")


def is_long(header: Sequence[str]) -> bool:
    """Whether a header line is of this layout: most of its columns bear these names."""
    return sum(_name_of(text) is not None for text in header) >= ENOUGH_TO_RECOGNISE


def find_columns(texts: Sequence[str], file_name: str) -> dict[str, int]:
    """Where each column stands; every header must be one of the layout's, and none missing."""
    at: dict[str, int] = {}
    for index, text in enumerate(texts):
        name = _name_of(text)
        if name is None or name in at:
            raise LayoutError(
                "a column header is not one of this layout, or stands there twice",
                where=f"{file_name}, record 1, column {index + 1}",
                expected=_printed(COLUMNS),
                found=text or "(blank)",
                way_out="if the publisher renamed or added a column, teach "
                "orchestration/publishers/usgs_mcs/long_header.py; otherwise restore the header",
            )
        at[name] = index
    missing = [name for name in COLUMNS if name not in at]
    if missing:
        raise LayoutError(
            "a column that every file of this layout has is missing",
            where=f"{file_name}, record 1",
            expected=_printed(missing),
            found=", ".join(texts),
            way_out="restore the publisher's header",
        )
    return at


def _name_of(text: str) -> str | None:
    text = clean(text)
    return next((name for name, (_, p) in COLUMNS.items() if p.fullmatch(text)), None)


def _printed(names: Iterable[str]) -> str:
    return ", ".join(COLUMNS[name][0].name for name in names)
