"""Worldwide Governance Indicators: six scores by country and year, as a table or as API pages.

Belongs here: the table's columns, the rows that both kinds of file give.
Does not belong here: reading API pages (`pages.py`), means over the six scores (the models).
"""

from __future__ import annotations

from orchestration.publishers.layout import Column, FileLayout
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row, SourceFile
from orchestration.publishers.reading.tabular import Table, check_unique
from orchestration.publishers.reading.text import sha256_of
from orchestration.publishers.wgi.facts import FACTS, PAGES, TABLE
from orchestration.publishers.wgi.pages import DIMENSION_NAMES, DIMENSIONS, scores_of
from orchestration.publishers.wgi.rows import WgiScores

LAYOUT = FileLayout(
    file_name="wgi_2026.csv",
    columns=(
        Column("iso3", "text", "three letters of ISO 3166, or of the bank where there are none"),
        Column("year", "year", "of the scores, four digits"),
        *(
            Column(name, "number", meaning, unit="score, about -2.5 to 2.5", is_optional=True)
            for name, meaning in DIMENSION_NAMES.items()
        ),
    ),
    example=(
        ("ABW", "2010", "1.281884", "1.100847", "1.246453", "1.344838", "1.416114", "1.121296"),
        ("AIA", "2014", "", "1.164255", "0.948004", "0.880748", "0.01956", "1.220694"),
    ),
    remarks=("The connector's own pages (wgi_<year>_api_pages.jsonl) are taken too.",),
)
LAYOUTS = (LAYOUT,)


def edition_of_file_name(file_name: str) -> str | None:
    """The edition that a file of this family belongs to by its name; None for other files."""
    match = TABLE.fullmatch(file_name) or PAGES.fullmatch(file_name)
    return f"{FACTS.source_id}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file; what is wrong with single rows goes to `problems`, or is raised."""
    collected = Problems() if problems is None else problems
    parse = _parse_pages if PAGES.fullmatch(file_name) else _parse_table
    parsed = parse(file_name, content, collected)
    if problems is None:
        collected.raise_if_any()
    return parsed


def _parse_table(file_name: str, content: bytes, problems: Problems) -> ParsedFile:
    edition_id = edition_of_file_name(file_name) or FACTS.source_id
    table = Table(file_name, content, LAYOUT.header)
    parsed = table.parsed(edition_id)
    scores: list[Row] = []
    keys = []
    for number, row in table.rows(problems):
        year = table.year(row["year"], number, problems)
        if year is None:
            continue
        values = [
            table.number(row[name], number, name, problems, allow_negative=True) or None
            for name in DIMENSIONS
        ]
        keys.append(((row["iso3"], year), number))
        scores.append(WgiScores(edition_id, file_name, number, row["iso3"], year, *values))
    check_unique(keys, file_name, problems)
    parsed.add("wgi_scores", scores)
    return parsed


def _parse_pages(file_name: str, content: bytes, problems: Problems) -> ParsedFile:
    """Rows in the order of country and year, numbered as in a table with a header."""
    edition_id = edition_of_file_name(file_name) or FACTS.source_id
    scores = scores_of(file_name, content, problems)
    rows: list[Row] = [
        WgiScores(edition_id, file_name, number, iso3, year, *(of.get(d) for d in DIMENSIONS))
        for number, ((iso3, year), of) in enumerate(sorted(scores.items()), 2)
    ]
    source_file = SourceFile(
        f"{edition_id}/{file_name}",
        edition_id,
        file_name,
        sha256_of(content),
        len(content),
        len(rows),
    )
    parsed = ParsedFile(source_file)
    parsed.add("wgi_scores", rows)
    return parsed
