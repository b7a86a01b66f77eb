"""Which file holds which list, and how its lines are read.

Belongs here: which file holds which list, the part of a list that a line stands in.
Does not belong here: what a line means in minerals (a seed), dates and citations (a seed).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from orchestration.ground.errors import LayoutError
from orchestration.publishers.critical_lists import uk_documents
from orchestration.publishers.critical_lists.rows import ListMember
from orchestration.publishers.layout import Column, FileLayout
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row
from orchestration.publishers.reading.tabular import Table, check_unique

US_TABLE = re.compile(r"mcs(?P<year>20\d{2})_t\d+_critical_minerals_end_use.*\.csv", re.I)
"""The survey's table of the list in force, among the files of its yearly summaries."""
US_TABLE_LIST = re.compile(r"\b(20\d{2}) Final List of Critical Minerals", re.I)


class ListFile(NamedTuple):
    """One list: its file and, where the list has parts, how a line's note names the part."""

    list_id: str
    pattern: re.Pattern[str]
    sections: Mapping[str, re.Pattern[str]]


LISTS = (
    ListFile("us_2018", re.compile(r"usgs_critical_minerals_2018\.csv", re.I), {}),
    ListFile("us_2022", re.compile(r"usgs_critical_minerals_2022\.csv", re.I), {}),
    ListFile("us_2025", US_TABLE, {}),
    ListFile("us_2025", re.compile(r"usgs_critical_minerals_2025\.csv", re.I), {}),
    ListFile(
        "uk_2021",
        re.compile(r"uk_2021\.csv", re.I),
        {"critical": re.compile(r"^critical\b", re.I), "watchlist": re.compile(r"^watch", re.I)},
    ),
    ListFile("uk_2024", re.compile(r"uk_2024\.csv", re.I), {}),
    ListFile("uk_growth_2025", re.compile(r"uk_2025_growth\.csv", re.I), {}),
    ListFile(
        "uk_strategy_2025",
        re.compile(r"uk_2025_strategy\.csv", re.I),
        {f"box_{n}": re.compile(rf"^box {n}\b", re.I) for n in (1, 2, 3)},
    ),
    ListFile("eu_2023", re.compile(r"eu_2023\.csv", re.I), {}),
)

LAYOUT = FileLayout(
    file_name="uk_2024.csv",
    columns=(
        Column("mineral", "text", "the line as the list prints it; each line once"),
        Column(
            "note",
            "text",
            "the part of the list, where it has parts: `critical` or `watchlist` first in a note "
            "of uk_2021, `box 1`, `box 2` or `box 3` in one of uk_2025_strategy",
            is_optional=True,
        ),
    ),
    example=(("Aluminium", ""), ("Antimony", "")),
    remarks=(
        "The publishers' own documents are taken as they are: the survey's table of end uses, and "
        "pages of gov.uk.",
    ),
)
LAYOUTS = (LAYOUT,)


def _list_file(file_name: str) -> ListFile | None:
    return next((item for item in LISTS if item.pattern.fullmatch(file_name)), None)


def edition_of_file_name(file_name: str) -> str | None:
    """The list that a file holds, which is also its edition; None for other files."""
    item = _list_file(file_name) or uk_documents.document_of(file_name)
    return item.list_id if item else None


def is_us_table(file_name: str) -> bool:
    """Whether a file is the survey's own table of the United States list."""
    return US_TABLE.fullmatch(file_name) is not None


def prefer(file_names: Sequence[str]) -> Sequence[str]:
    """Of several files that hold one list: what the publisher itself prints, the newest of it."""
    theirs = [name for name in file_names if is_us_table(name) or uk_documents.document_of(name)]
    return sorted(theirs, key=str.lower)[-1:] or file_names


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one list's file; what is wrong with lines goes to `problems`, or is raised."""
    if uk_documents.document_of(file_name):
        return uk_documents.parse_file(file_name, content, problems)
    collected = Problems() if problems is None else problems
    item = _list_file(file_name)
    if item is None:
        raise LayoutError(
            "the file is none of the lists",
            where=file_name,
            expected=", ".join(known.pattern.pattern for known in LISTS),
            found=file_name,
            way_out="name the file as one of the lists, or add it to critical_lists/layouts.py",
        )
    is_table = is_us_table(file_name)
    mineral, note = ("critical_mineral", "category_note") if is_table else LAYOUT.header
    table = Table(file_name, content, (mineral, note))
    if is_table:
        _check_us_list(item, table, note)
    parsed = table.parsed(item.list_id)
    members: list[Row] = []
    keys = []
    for number, row in table.rows(collected):
        section = _section(item, row[note], f"{file_name}, record {number}", collected)
        keys.append(((row[mineral].lower(), section), number))
        members.append(
            ListMember(item.list_id, file_name, number, len(members) + 1, row[mineral], section)
        )
    check_unique(keys, file_name, collected)
    parsed.add("critical_list_members", members)
    if problems is None:
        collected.raise_if_any()
    return parsed


def _check_us_list(item: ListFile, table: Table, note: str) -> None:
    """Refuse a table that prints another list than this one, or does not say which."""
    column = table.at[note]
    texts = (record[column] for record in table.records[1:] if len(record) > column)
    years = {match.group(1) for text in texts for match in US_TABLE_LIST.finditer(text)}
    expected = item.list_id.removeprefix("us_")
    if years != {expected}:
        raise LayoutError(
            "the table does not say that it prints this list",
            where=f"{table.file_name}, column {table.records[0][column]}",
            expected=f"a note that names the {expected} Final List of Critical Minerals",
            found=", ".join(sorted(years)) or "no note that names a list",
            way_out="if a new list is in force, give it an entry in critical_lists/layouts.py, its "
            "citation in critical_lists/facts.py and its lines in the seeds",
        )


def _section(item: ListFile, note: str, where: str, problems: Problems) -> str | None:
    if not item.sections:
        return None
    for section, pattern in item.sections.items():
        if pattern.search(note):
            return section
    problems.layout(
        "a line stands in no part of its list",
        where=where,
        expected=f"a note that starts with one of: {', '.join(item.sections)}",
        found=note.split(" ", maxsplit=1)[0] or "(blank)",
        way_out="write the part into the line's note, as the other lines of the file have it",
    )
    return None
