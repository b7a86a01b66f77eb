"""The layout of the 2026 edition: one long CSV, one figure per row, world and US together.

Belongs here: which sections hold world figures (`section_rules.csv`), how a row becomes a cell.
Does not belong here: notes to codes (`notes`), what a value means (staging).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from orchestration.errors import LayoutError
from orchestration.sources.problems import Problems
from orchestration.sources.records import KEPT, SET_ASIDE, ParsedFile, RowAccount, UsgsCell
from orchestration.sources.text import clean, is_blank, wrong_width
from orchestration.sources.usgs_mcs import table
from orchestration.sources.usgs_mcs.edition import Edition, check_years, edition_of
from orchestration.sources.usgs_mcs.headers import STATISTICS
from orchestration.sources.usgs_mcs.notes import figure_in, join_marks, marks_of

COLUMNS = {
    "chapter": re.compile(r"MCS chapter", re.I),
    "section": re.compile(r"Section", re.I),
    "commodity": re.compile(r"Commodity", re.I),
    "country": re.compile(r"Country", re.I),
    "statistic": re.compile(r"Statistics", re.I),
    "detail": re.compile(r"Statistics[_ ]detail", re.I),
    "unit": re.compile(r"Unit", re.I),
    "year": re.compile(r"Year", re.I),
    "value": re.compile(r"Value", re.I),
    "notes": re.compile(r"Notes", re.I),
    "critical": re.compile(r"Is critical mineral(?: 20\d{2})?", re.I),
    "other_notes": re.compile(r"Other notes", re.I),
}
PRINTED_STATISTICS = {name: name for name in set(STATISTICS.values())}
VERB = re.compile(r"\s+(?:is|are|was|were)\s")
WORLD_YEAR = re.compile(r"20\d{2}")


class SectionRule(NamedTuple):
    """What happens to the rows of the sections that a pattern names."""

    disposition: str
    reason: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def section_rules() -> tuple[SectionRule, ...]:
    """The rules, in the order of their file."""
    text = resources.files(__package__).joinpath("section_rules.csv").read_text("utf-8")
    return tuple(
        SectionRule(row["disposition"], row["reason"], re.compile(row["pattern"], re.IGNORECASE))
        for row in csv.DictReader(text.splitlines())
    )


def is_long(header: Sequence[str]) -> bool:
    """Whether a header line is of this layout: a chapter first and one value per row."""
    names = {clean(text).lower() for text in header}
    return {"section", "value"} <= names or {"mcs chapter", "statistics"} <= names


def parse(records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems) -> Edition:
    """Add the cells and row account of the edition's file."""
    file_name = parsed.source_file.file_name
    at = _columns(records[0], file_name)
    kept = _kept_rows(records, at, parsed, problems)
    years = {int(text) for _, r in kept if WORLD_YEAR.fullmatch(text := clean(r[at["year"]]))}
    edition = edition_of(file_name, (), max(years, default=None))
    cells = [
        cell
        for number, record in kept
        if (cell := _cell(edition, file_name, number, record, at, problems)) is not None
    ]
    _check_edition_years(edition, cells, file_name, problems)
    table.check_cells(cells, problems)
    parsed.add("usgs_mcs_cells", cells)
    accounts = parsed.tables.get("usgs_mcs_rows", [])
    parsed.tables["usgs_mcs_rows"] = [a._replace(release_id=edition.release_id) for a in accounts]
    return edition


def _columns(texts: Sequence[str], file_name: str) -> dict[str, int]:
    """Where each column of the layout stands; every header must be one of them."""
    at: dict[str, int] = {}
    for index, text in enumerate(texts):
        for name, pattern in COLUMNS.items():
            if pattern.fullmatch(clean(text)) and name not in at:
                at[name] = index
                break
        else:
            raise LayoutError(
                "a column header is not one of this layout",
                where=f"{file_name}, record 1, column {index + 1}",
                expected=_expected(COLUMNS),
                found=text or "(blank)",
                way_out="if the publisher renamed or added a column, teach "
                "orchestration/sources/usgs_mcs/long.py; else restore the publisher's header",
            )
    missing = [name for name in COLUMNS if name not in at]
    if missing:
        raise LayoutError(
            "a column that every file of this layout has is missing",
            where=f"{file_name}, record 1",
            expected=_expected(missing),
            found=", ".join(texts),
            way_out="restore the publisher's header",
        )
    return at


def _expected(names: Sequence[str] | dict[str, re.Pattern[str]]) -> str:
    return ", ".join(COLUMNS[name].pattern.split("(?:")[0].replace("[_ ]", "_") for name in names)


def _kept_rows(
    records: Sequence[Sequence[str]], at: dict[str, int], parsed: ParsedFile, problems: Problems
) -> list[tuple[int, Sequence[str]]]:
    """Rows of the world sections; the account of all rows goes to the file."""
    file_name = parsed.source_file.file_name
    kept: list[tuple[int, Sequence[str]]] = []
    account: Counter[tuple[str, str]] = Counter()
    for number, record in enumerate(records[1:], 2):
        if is_blank(record):
            account[SET_ASIDE, "blank_row"] += 1
            continue
        if len(record) != len(records[0]):
            problems.add(wrong_width(record, records[0], file_name, number))
            continue
        rule = _rule_for(clean(record[at["section"]]), file_name, number, problems)
        if rule is None:
            continue
        account[rule.disposition, rule.reason] += 1
        if rule.disposition == KEPT:
            kept.append((number, record))
    parsed.add(
        "usgs_mcs_rows",
        (RowAccount("", file_name, d, r, count) for (d, r), count in sorted(account.items())),
    )
    return kept


def _rule_for(section: str, file_name: str, number: int, problems: Problems) -> SectionRule | None:
    for rule in section_rules():
        if rule.pattern.search(section):
            return rule
    problems.layout(
        "a section is not known",
        where=f"{file_name}, record {number}, column Section",
        expected="a section that section_rules.csv has a pattern for",
        found=section or "(blank)",
        way_out="add a row to orchestration/sources/usgs_mcs/section_rules.csv",
    )
    return None


def _cell(
    edition: Edition,
    file_name: str,
    number: int,
    record: Sequence[str],
    at: dict[str, int],
    problems: Problems,
) -> UsgsCell | None:
    statistic = PRINTED_STATISTICS.get(clean(record[at["statistic"]]).lower())
    year = clean(record[at["year"]])
    if statistic is None or not WORLD_YEAR.fullmatch(year):
        problems.layout(
            "a row of a world section has another statistic or no year",
            where=f"{file_name}, record {number}",
            expected=f"Statistics one of {', '.join(sorted(PRINTED_STATISTICS))}; a year",
            found=f"Statistics {clean(record[at['statistic']])!r}, Year {year!r}",
            way_out="compare with the publisher's file",
        )
        return None
    # A shifted row has its notes one column to the left: the flag's column tells.
    is_shifted = clean(record[at["critical"]]).lower() not in ("yes", "no", "")
    notes = () if is_shifted else tuple(t for t in [clean(record[at["notes"]])] if t)
    marks = marks_of(notes, int(year), ()) | ({"shifted_row"} if is_shifted else set())
    return UsgsCell(
        release_id=edition.release_id,
        file_name=file_name,
        source_row=number,
        source_column="Value",
        statistic=statistic,
        chapter_as_printed=clean(record[at["chapter"]]) or None,
        section_as_printed=clean(record[at["section"]]) or None,
        commodity_as_printed=clean(record[at["commodity"]]) or None,
        type_as_printed=label_of(clean(record[at["detail"]])) or None,
        column_detail=None,
        country_as_printed=clean(record[at["country"]]),
        unit_as_printed=clean(record[at["unit"]]) or None,
        year=int(year),
        value_as_printed=clean(record[at["value"]]),
        is_estimated_column=False,
        note_marks=join_marks(marks),
        value_in_note=figure_in(notes),
    )


def label_of(detail: str) -> str:
    """A table's label; of a whole sentence only its subject, the words before the verb."""
    return VERB.split(detail, maxsplit=1)[0]


def _check_edition_years(
    edition: Edition, cells: Sequence[UsgsCell], file_name: str, problems: Problems
) -> None:
    """The edition as a whole prints production for both its years."""
    printed = {("production", cell.year) for cell in cells if cell.statistic == "production"}
    with problems.collecting():
        check_years(edition, sorted(printed, key=str), f"{file_name}, column Year")
