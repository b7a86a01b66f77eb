"""The two summary figures of United States trade that an edition prints beside its chapters.

Belongs here: their headers and rows: net import reliance with the leading sources by name, and
major import sources with their shares, or only counted by country (editions up to 2024).
Does not belong here: comparing a figure with its chapter (marts), meaning of marks (staging).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.reading.text import clean, is_blank, wrong_width
from orchestration.publishers.usgs_mcs import us_trade
from orchestration.publishers.usgs_mcs.checks import missing_columns
from orchestration.publishers.usgs_mcs.edition import Edition, edition_of
from orchestration.publishers.usgs_mcs.rows import (
    KEPT,
    SET_ASIDE,
    ImportSource,
    NetImportReliance,
    RowAccount,
)

RELIANCE = re.compile(r"net[ _]import[ _]reliance[ _]pct[ _](?P<year>20\d{2})", re.I)
LEADERS = re.compile(r"major[ _]import[ _]sources[ _](?P<period>20\d{2}[ _-]\d{2,4})", re.I)
SOURCE = re.compile(r"import[ _]source[ _](?P<period>20\d{2}[ _-]\d{2,4})", re.I)
PERCENT = re.compile(r"percent", re.I)
COMMODITY = re.compile(r"commodity", re.I)
EDITION = re.compile(r"source", re.I)
COUNTRY = re.compile(r"country", re.I)
COUNT = re.compile(r"commodity[ _]count", re.I)
COUNTED = "us_import_sources_counted_by_country"
HONG_KONG = re.compile(r"hong kong", re.I)
NOTES = re.compile(r"notes", re.I)


def is_reliance_figure(header: Sequence[str]) -> bool:
    """Whether a header line is of the figure of net import reliance."""
    return _find(header, RELIANCE) is not None


def is_sources_figure(header: Sequence[str]) -> bool:
    """Whether a header line is of the figure of major import sources."""
    return _find(header, SOURCE) is not None


def is_country_count(header: Sequence[str]) -> bool:
    """Whether a header line is of the map of earlier editions: commodities counted by country."""
    return _find(header, COUNT) is not None


def parse_reliance(
    records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems
) -> Edition:
    """Add the rows of the figure of net import reliance."""
    file_name = parsed.source_file.file_name
    at = _columns(records[0], file_name, (EDITION, COMMODITY, RELIANCE, LEADERS))
    year = _year_of(records[0][at[2]], RELIANCE)
    edition = edition_of(file_name, (clean(r[at[0]]) for r in records[1:] if r), year + 1)
    notes = _find(records[0], NOTES)
    found = []
    for number, record in _rows(records, edition, parsed, us_trade.RELIANCE, problems):
        with problems.collecting():
            value = clean(record[at[2]])
            us_trade.check_percent(value, f"{file_name}, record {number}")
            has_hong_kong = notes is not None and HONG_KONG.search(record[notes])
            found.append(
                NetImportReliance(
                    edition_id=edition.edition_id,
                    file_name=file_name,
                    source_row=number,
                    chapter_as_printed=None,
                    commodity_as_printed=clean(record[at[1]]),
                    detail_as_printed=None,
                    series_no=1,
                    unit_as_printed="percent",
                    year=year,
                    value_as_printed=value,
                    note_marks="includes_hong_kong" if has_hong_kong else "",
                    import_sources_as_printed=clean(record[at[3]]) or None,
                )
            )
    parsed.add(us_trade.RELIANCE_TABLE, found)
    return edition


def parse_sources(
    records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems
) -> Edition:
    """Add the rows of the figure of major import sources.

    Its column of net import reliance repeats the other figure without the marks (`>50` stands
    there as 50) and is not read.
    """
    file_name = parsed.source_file.file_name
    at = _columns(records[0], file_name, (EDITION, COMMODITY, SOURCE, PERCENT))
    match = SOURCE.fullmatch(clean(records[0][at[2]]))
    period = match.group("period").replace("_", "–") if match else ""
    edition = edition_of(file_name, (clean(r[at[0]]) for r in records[1:] if r), None)
    found = []
    for number, record in _rows(records, edition, parsed, us_trade.SOURCES, problems):
        with problems.collecting():
            value = clean(record[at[3]])
            us_trade.check_percent(value, f"{file_name}, record {number}")
            found.append(
                ImportSource(
                    edition_id=edition.edition_id,
                    file_name=file_name,
                    source_row=number,
                    chapter_as_printed=None,
                    commodity_as_printed=clean(record[at[1]]),
                    detail_as_printed=None,
                    country_as_printed=clean(record[at[2]]),
                    unit_as_printed="percent",
                    period_as_printed=period,
                    value_as_printed=value,
                    note_marks="",
                )
            )
    parsed.add(us_trade.SOURCES_TABLE, found)
    return edition


def parse_country_count(
    records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems
) -> Edition:
    """Account for the rows of the map: how many commodities name a country as a leading source.

    They repeat the other figure, counted; no share of any country is printed.
    """
    file_name = parsed.source_file.file_name
    at = _columns(records[0], file_name, (EDITION, COUNTRY, COUNT))
    edition = edition_of(file_name, (clean(r[at[0]]) for r in records[1:] if r), None)
    _rows(records, edition, parsed, COUNTED, problems, SET_ASIDE)
    return edition


def _rows(
    records: Sequence[Sequence[str]],
    edition: Edition,
    parsed: ParsedFile,
    reason: str,
    problems: Problems,
    disposition: str = KEPT,
) -> Iterable[tuple[int, Sequence[str]]]:
    """Rows that are not blank; all rows go into the file's account."""
    file_name = parsed.source_file.file_name
    rows: list[tuple[int, Sequence[str]]] = []
    for number, record in enumerate(records[1:], 2):
        if is_blank(record):
            continue
        if len(record) != len(records[0]):
            problems.add(wrong_width(record, records[0], file_name, number))
            continue
        rows.append((number, record))
    blank = sum(is_blank(record) for record in records[1:])
    account = [RowAccount(edition.edition_id, file_name, disposition, reason, len(rows))]
    if blank:
        account.append(RowAccount(edition.edition_id, file_name, SET_ASIDE, "blank_row", blank))
    parsed.add("usgs_mcs_rows", account)
    return rows


def _columns(header: Sequence[str], file_name: str, wanted: Sequence[re.Pattern[str]]) -> list[int]:
    places = [_find(header, pattern) for pattern in wanted]
    missing = [p.pattern for p, place in zip(wanted, places, strict=True) if place is None]
    if missing:
        raise missing_columns(missing, header, file_name)
    return [place for place in places if place is not None]


def _find(header: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, text in enumerate(header) if pattern.fullmatch(clean(text))), None)


def _year_of(text: str, pattern: re.Pattern[str]) -> int:
    match = pattern.fullmatch(clean(text))
    if match is None:
        raise LayoutError("a column names no year", where=text, expected="a year of four digits")
    return int(match.group("year"))
