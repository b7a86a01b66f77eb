"""The United States list of critical minerals, as the survey's own table names its lines.

* The list is law in the Federal Register: 83 FR 23295 (2018, 35 lines), 87 FR 10381 (2022, 50),
  90 FR 50494 (2025, 60). The law revises it every three years or sooner; the Register prints prose.
* The table: `MCS<year>_T6_Critical_Minerals_End_Use.csv` among the files of the newest Mineral
  Commodity Summaries, one line for each mineral of the list in force. It does not give the list's
  name but in a note, so a new list is recognised by its parser and then needs a person: its
  citation in `facts.py`, its name and the meaning of its lines in the seeds.
* Public domain. Older lists do not change any more and ship with the project.

Belongs here: where the table is.
Does not belong here: the catalogue (`sciencebase.py`), the table's layout (`publishers`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.publishers.critical_lists.facts import (
    FACTS,
    NEWEST_US,
    NEWEST_US_PUBLISHED_ON,
)
from orchestration.publishers.critical_lists.layouts import is_us_table
from orchestration.publishers.usgs_mcs.online import edition_items
from orchestration.publishers.usgs_mcs.sciencebase import (
    ScienceBase,
    download_all,
    newest_by_name,
)
from orchestration.settings import FetchingSettings


class UsListConnector:
    """The list in force, from the newest edition of the survey's summaries."""

    list_ids = frozenset({NEWEST_US})

    def __init__(self, settings: FetchingSettings) -> None:
        self._catalogue = ScienceBase(settings.usgs_base_url)
        self.hosts = self._catalogue.hosts

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The list, when the newest edition has its table; editions before 2026 have none."""
        items = edition_items(self._catalogue, http)
        item = self._catalogue.item(http, items[max(items)])
        children = item.has_children is not False and self._catalogue.children(http, item.item_id)
        files = newest_by_name([item, *(children or [])])
        table = [file for name, file in files.items() if is_us_table(name)]
        return [_edition(table[-1])] if table else []

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """The table."""
        return download_all(http, edition.files, folder)


def _edition(table: RemoteFile) -> RemoteEdition:
    return FACTS.announce(
        NEWEST_US,
        f"{NEWEST_US_PUBLISHED_ON.year}",
        [table],
        [table.file_name, table.size, table.md5],
        published_on=NEWEST_US_PUBLISHED_ON,
    )
