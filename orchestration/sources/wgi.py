"""Worldwide Governance Indicators: six scores by country and year.

Belongs here: the file's name pattern and columns.
Does not belong here: means and weights over the six scores: those are marts.
"""

from __future__ import annotations

import re

from orchestration.sources.problems import Problems
from orchestration.sources.records import ParsedFile, Row, WgiScores
from orchestration.sources.tabular import Table, check_unique

SOURCE_ID = "wgi"
FILE = re.compile(r"wgi_(?P<year>20\d{2}).*\.csv", re.I)
DIMENSIONS = ("va", "pv", "ge", "rq", "rl", "cc")


def release_of_file_name(file_name: str) -> str | None:
    """The release that a file of this family belongs to by its name; None for other files."""
    match = FILE.fullmatch(file_name)
    return f"{SOURCE_ID}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file; what is wrong with single rows goes to `problems`, or is raised."""
    collected = Problems() if problems is None else problems
    release_id = release_of_file_name(file_name) or SOURCE_ID
    table = Table(file_name, content, ("iso3", "year", *DIMENSIONS))
    parsed = table.parsed(release_id)
    scores: list[Row] = []
    keys = []
    for number, row in table.rows(collected):
        year = table.year(row["year"], number, collected)
        if year is None:
            continue
        values = [
            table.number(row[name], number, name, collected, allow_negative=True) or None
            for name in DIMENSIONS
        ]
        keys.append(((row["iso3"], year), number))
        scores.append(WgiScores(release_id, file_name, number, row["iso3"], year, *values))
    check_unique(keys, file_name, collected)
    parsed.add("wgi_scores", scores)
    if problems is None:
        collected.raise_if_any()
    return parsed
