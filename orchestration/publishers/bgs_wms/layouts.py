"""World Mineral Statistics come as pages of the API or as an export: one entry for both.

Belongs here: choosing between them. Does not belong here: the layouts (`pages.py`, `export.py`).
"""

from __future__ import annotations

from orchestration.publishers.bgs_wms.export import LAYOUT, parse_export
from orchestration.publishers.bgs_wms.facts import FACTS, FILE
from orchestration.publishers.bgs_wms.pages import parse_page
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile

LAYOUTS = (LAYOUT,)


def edition_of_file_name(file_name: str) -> str | None:
    """The edition (its last year of figures) by a file's name; None for other files."""
    match = FILE.fullmatch(file_name)
    return f"{FACTS.source_id}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one page or one export; what is wrong with records goes to `problems`, or is raised."""
    collected = Problems() if problems is None else problems
    edition_id = edition_of_file_name(file_name) or FACTS.source_id
    layout = parse_page if file_name.lower().endswith(".json") else parse_export
    parsed = layout(edition_id, file_name, content, collected)
    if problems is None:
        collected.raise_if_any()
    return parsed
