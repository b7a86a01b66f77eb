"""BGS World Mineral Statistics: one record per country, table and year, from pages or exports.

Belongs here: which files are this publisher's, its name and terms, and one entry for both layouts.
Does not belong here: the layouts (`pages.py`, `export.py`), what a commodity means (seeds).

The figures are not open: they are read only where a person switched this source on, and are never
written into the figures that ship.
"""

from __future__ import annotations

import re

from orchestration.publishers.bgs_wms.export import parse_export
from orchestration.publishers.bgs_wms.pages import parse_page
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile

SOURCE_ID = "bgs_wms"
SOURCE_NAME = "BGS World Mineral Statistics"
ADDRESS = "https://www.bgs.ac.uk/mineralsuk/statistics/world-mineral-statistics/"
LICENCE = "Not open: terms of the British Geological Survey; the user's own responsibility"
ATTRIBUTION = "Figures: World Mineral Statistics, British Geological Survey, © UKRI."
FILE = re.compile(r"bgs_wms_(?P<year>20\d{2})_.*\.(?P<layout>json|csv)", re.I)

__all__ = [
    "ADDRESS",
    "ATTRIBUTION",
    "LICENCE",
    "SOURCE_ID",
    "SOURCE_NAME",
    "edition_of_file_name",
    "parse_file",
]


def edition_of_file_name(file_name: str) -> str | None:
    """The edition (its last year of figures) by a file's name; None for other files."""
    match = FILE.fullmatch(file_name)
    return f"{SOURCE_ID}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one page or one export; what is wrong with records goes to `problems`, or is raised."""
    collected = Problems() if problems is None else problems
    edition_id = edition_of_file_name(file_name) or SOURCE_ID
    layout = parse_page if file_name.lower().endswith(".json") else parse_export
    parsed = layout(edition_id, file_name, content, collected)
    if problems is None:
        collected.raise_if_any()
    return parsed
