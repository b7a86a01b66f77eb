"""The layout of the 2026 edition: one long CSV, one figure per row, world and US together.

Belongs here: what becomes of each section (`section_rules.csv`), how a world row becomes a cell.
Does not belong here: finding the columns (`long_header`), rows of United States trade and salient
statistics (`us_trade`, `salient_rows`), notes to codes (`notes`), what a value means (staging).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.beside import rows_beside
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.reading.text import clean, is_blank, wrong_width
from orchestration.publishers.usgs_mcs import salient_rows, salient_table, us_trade
from orchestration.publishers.usgs_mcs.checks import check_cells
from orchestration.publishers.usgs_mcs.edition import Edition, check_years, edition_of
from orchestration.publishers.usgs_mcs.headers import STATISTICS
from orchestration.publishers.usgs_mcs.long_header import LongRow, find_columns
from orchestration.publishers.usgs_mcs.notes import figure_in, join_marks, marks_of
from orchestration.publishers.usgs_mcs.rows import KEPT, SET_ASIDE, RowAccount, UsgsCell

WORLD_FIGURES = "printed_figures"
PRINTED_STATISTICS = {name: name for name in set(STATISTICS.values())}
VERB = re.compile(r"\s+(?:is|are|was|were)\s")
ONE_YEAR = re.compile(r"20\d{2}")
WORLD = re.compile(r"^world\b", re.I)


class SectionRule(NamedTuple):
    """What happens to the rows of the sections and statistics that two patterns name."""

    disposition: str
    reason: str
    pattern: re.Pattern[str]
    statistic: re.Pattern[str]


@lru_cache(maxsize=1)
def section_rules() -> tuple[SectionRule, ...]:
    """The rules, in the order of their file."""
    return tuple(
        SectionRule(
            row["disposition"],
            row["reason"],
            re.compile(row["pattern"], re.IGNORECASE),
            re.compile(row["statistic"], re.IGNORECASE),
        )
        for row in rows_beside(__package__, "section_rules.csv")
    )


def parse(records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems) -> Edition:
    """Add the cells and row account of the edition's file."""
    file_name = parsed.source_file.file_name
    kept, account = _kept_rows(records, file_name, problems)
    rows = kept[WORLD_FIGURES]
    years = [int(row.year) for _, row in rows if ONE_YEAR.fullmatch(row.year)]
    edition = edition_of(file_name, (), max(years, default=None))
    cells = [_cell(edition, file_name, number, row) for number, row in rows]
    with problems.collecting():
        _check_years_of_tables(edition, cells, file_name, problems)
    check_cells(cells, problems)
    parsed.add("usgs_mcs_cells", cells)
    reliance, sources = kept[us_trade.RELIANCE], kept[us_trade.SOURCES]
    parsed.add(
        us_trade.RELIANCE_TABLE,
        us_trade.net_import_reliance(edition, file_name, reliance, problems),
    )
    parsed.add(
        us_trade.SOURCES_TABLE, us_trade.import_sources(edition, file_name, sources, problems)
    )
    salient = kept[salient_table.REASON]
    parsed.add(
        salient_table.TABLE, salient_rows.salient_cells(edition, file_name, salient, problems)
    )
    parsed.add(
        "usgs_mcs_rows",
        (RowAccount(edition.edition_id, file_name, *key, n) for key, n in sorted(account.items())),
    )
    return edition


def _kept_rows(
    records: Sequence[Sequence[str]], file_name: str, problems: Problems
) -> tuple[dict[str, list[tuple[int, LongRow]]], Counter[tuple[str, str]]]:
    """Kept rows by the reason why they are kept, and the account of all rows."""
    at = find_columns(records[0], file_name)
    places = [at[name] for name in LongRow._fields]
    rows: dict[str, list[tuple[int, LongRow]]] = defaultdict(list)
    account: Counter[tuple[str, str]] = Counter()
    for number, record in enumerate(records[1:], 2):
        if is_blank(record):
            account[SET_ASIDE, "blank_row"] += 1
            continue
        with problems.collecting():
            if len(record) != len(records[0]):
                raise wrong_width(record, records[0], file_name, number)
            row = LongRow(*(clean(record[place]) for place in places))
            rule = _rule_for(row, f"{file_name}, record {number}")
            if rule.reason == WORLD_FIGURES:
                _check_row(row, f"{file_name}, record {number}")
            if rule.disposition == KEPT:
                rows[rule.reason].append((number, row))
            account[rule.disposition, rule.reason] += 1
    return rows, account


def _rule_for(row: LongRow, where: str) -> SectionRule:
    for rule in section_rules():
        if rule.pattern.search(row.section) and rule.statistic.search(row.statistic):
            return rule
    raise LayoutError(
        "a section is not known",
        where=f"{where}, column Section",
        expected="a section that section_rules.csv has a pattern for",
        found=row.section or "(blank)",
        way_out="add a row to orchestration/publishers/usgs_mcs/section_rules.csv",
    )


def _check_row(row: LongRow, where: str) -> None:
    if row.statistic.lower() in PRINTED_STATISTICS and ONE_YEAR.fullmatch(row.year) and row.country:
        return
    raise LayoutError(
        "a row of a world section has another statistic, no year or no country",
        where=where,
        expected=f"Statistics one of {', '.join(sorted(PRINTED_STATISTICS))}; a year; a country",
        found=f"Statistics {row.statistic!r}, Year {row.year!r}, Country {row.country!r}",
        way_out="compare with the publisher's file",
    )


def _cell(edition: Edition, file_name: str, number: int, row: LongRow) -> UsgsCell:
    notes = (row.notes,) if row.notes and not row.is_shifted else ()
    marks = marks_of(notes, int(row.year), ())
    if row.is_shifted:
        marks.add("shifted_row")
    return UsgsCell(
        edition_id=edition.edition_id,
        file_name=file_name,
        source_row=number,
        source_column="Value",
        statistic=PRINTED_STATISTICS[row.statistic.lower()],
        chapter_as_printed=row.chapter or None,
        section_as_printed=row.section or None,
        commodity_as_printed=row.commodity or None,
        type_as_printed=label_of(row.detail) or None,
        column_detail=None,
        country_as_printed=row.country,
        unit_as_printed=row.unit or None,
        year=int(row.year),
        value_as_printed=row.value,
        is_estimated_column=False,
        note_marks=join_marks(marks),
        value_in_note=figure_in(notes),
    )


def label_of(detail: str) -> str:
    """A table's label; of a whole sentence only its subject, the words before the verb."""
    return VERB.split(detail, maxsplit=1)[0]


def _check_years_of_tables(
    edition: Edition, cells: Sequence[UsgsCell], file_name: str, problems: Problems
) -> None:
    """Each country's production comes for both years, wherever a table names countries.

    A lone world figure in a chapter without a country table may stand for one year.
    """
    production = [cell for cell in cells if cell.statistic == "production"]
    all_years = sorted({cell.year for cell in production if cell.year is not None})
    check_years(edition, [("production", year) for year in all_years], f"{file_name}, Year")
    years: dict[str, set[int | None]] = {}
    named: set[str] = set()
    rows: dict[str, set[str]] = {}
    for cell in production:
        chapter = f"{cell.chapter_as_printed}, {cell.commodity_as_printed}"
        row = f"{chapter}, {cell.type_as_printed}, {cell.country_as_printed}"
        years.setdefault(row, set()).add(cell.year)
        rows.setdefault(chapter, set()).add(row)
        if not WORLD.match(cell.country_as_printed or ""):
            named.add(chapter)
    for chapter in sorted(named):
        for row in sorted(rows[chapter]):
            with problems.collecting():
                check_years(edition, [("production", y) for y in years[row]], f"{file_name}, {row}")
