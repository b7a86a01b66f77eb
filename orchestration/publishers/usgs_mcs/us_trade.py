"""What the long layout prints of United States trade: net import reliance and import sources.

Belongs here: rows of those sections as reported, codes for their notes (`us_trade_note_rules.csv`),
what no such row may print.
Does not belong here: which rows these are (`section_rules.csv`), the two summary figures
(`us_trade_figures`), what a mark such as `E` or `>50` means (staging).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.usgs_mcs.edition import Edition
from orchestration.publishers.usgs_mcs.notes import marks_by
from orchestration.publishers.usgs_mcs.rows import ImportSource, NetImportReliance

if TYPE_CHECKING:
    from orchestration.publishers.usgs_mcs.long_header import LongRow

RELIANCE = "us_net_import_reliance"
SOURCES = "us_import_sources"
RELIANCE_TABLE = "usgs_mcs_net_import_reliance"
SOURCES_TABLE = "usgs_mcs_import_sources"
NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?")
PERCENT = re.compile(
    f"(?:[<>]?{NUMBER.pattern}|{NUMBER.pattern} ?[-–] ?{NUMBER.pattern}|E|W|NA|XX|s|[—–-]|)", re.I
)
ONE_YEAR = re.compile(r"20\d{2}")
WHOLE = 100.0
PERIOD = re.compile(r"20\d{2}\s?[-–]\s?(?:20)?\d{2}")
VERB = re.compile(r"\s+(?:is|are|was|were)\s")


def net_import_reliance(
    edition: Edition, file_name: str, rows: Sequence[tuple[int, LongRow]], problems: Problems
) -> list[NetImportReliance]:
    """Rows of net import reliance; one that a chapter prints twice is known by its number."""
    seen: Counter[tuple[str, ...]] = Counter()
    found: list[NetImportReliance] = []
    for number, row in rows:
        key = (row.chapter, row.commodity, row.detail, row.year)
        seen[key] += 1
        with problems.collecting():
            check_percent(row.value, f"{file_name}, record {number}")
            check_form(row.year, ONE_YEAR, "a year", f"{file_name}, record {number}")
            found.append(
                NetImportReliance(
                    edition_id=edition.edition_id,
                    file_name=file_name,
                    source_row=number,
                    chapter_as_printed=row.chapter or None,
                    commodity_as_printed=row.commodity,
                    detail_as_printed=VERB.split(row.detail, maxsplit=1)[0] or None,
                    series_no=seen[key],
                    unit_as_printed=row.unit or None,
                    year=int(row.year),
                    value_as_printed=row.value,
                    note_marks=marks_of_note(row.notes),
                    import_sources_as_printed=None,
                )
            )
    return found


def import_sources(
    edition: Edition, file_name: str, rows: Sequence[tuple[int, LongRow]], problems: Problems
) -> list[ImportSource]:
    """Rows of import sources: one country's part in what the United States imported."""
    found: list[ImportSource] = []
    for number, row in rows:
        with problems.collecting():
            check_percent(row.value, f"{file_name}, record {number}")
            check_form(row.year, PERIOD, "a span of years", f"{file_name}, record {number}")
            found.append(
                ImportSource(
                    edition_id=edition.edition_id,
                    file_name=file_name,
                    source_row=number,
                    chapter_as_printed=row.chapter or None,
                    commodity_as_printed=row.commodity,
                    detail_as_printed=row.detail or None,
                    country_as_printed=row.country,
                    unit_as_printed=row.unit or None,
                    period_as_printed=row.year,
                    value_as_printed=row.value,
                    note_marks=marks_of_note(row.notes),
                )
            )
    return found


def marks_of_note(text: str) -> str:
    """Codes that a note gives to its figure; what no rule knows says nothing about the figure."""
    return marks_by("us_trade_note_rules.csv", text)


def check_percent(value: str, where: str) -> None:
    """Refuse what is no percentage and no mark, and what is above 100."""
    numbers = [float(text) for text in NUMBER.findall(value)]
    if PERCENT.fullmatch(value) and all(number <= WHOLE for number in numbers):
        return
    raise LayoutError(
        "a percentage is above 100, negative or not one",
        where=f"{where}, column Value",
        expected="0 to 100, a bound such as >50, or a mark such as E, W, NA",
        found=value,
        way_out="compare with the publisher's file; a new mark belongs into us_trade.PERCENT "
        "and into the macro that gives it a meaning (printed_percent.sql)",
    )


def check_form(text: str, form: re.Pattern[str], expected: str, where: str) -> None:
    """Refuse a year or a span of years that is none."""
    if not form.fullmatch(text):
        raise LayoutError(
            "a row of United States trade has no year",
            where=f"{where}, column Year",
            expected=expected,
            found=text or "(blank)",
            way_out="compare with the publisher's file",
        )
