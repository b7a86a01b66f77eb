"""USGS Mineral Commodity Summaries: one edition each January or February, revised now and then.

* All data releases hang under one ScienceBase item; an edition is a child whose title names it
  ("Mineral Commodity Summaries 2026 ..."), with its DOI (10.5066/...) and publication date. Other
  children of that item are other works and are left alone.
* Where the world's figures are differs by year: in an archive (`world.zip`, 2023), in a child item
  for each commodity (2024, whose archive cannot be fetched), in a child of their own (2025), in one
  long table of the item or a child (2026). So every file of the item and its children is looked at,
  and those whose names the parsers know are taken; archives only where no loose table is.
* Versions ("ver. 2.0, April 2025") replace files in place under the same item and DOI.
* Public domain; credit asked for. The catalogue itself is described in `sciencebase.py`.

Belongs here: which items are editions and which of their files are ours.
Does not belong here: layouts, the list of critical minerals (`critical_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from orchestration.fetching import refusals
from orchestration.fetching.archives import unpack
from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.publishers.usgs_mcs.edition import (
    COMMODITY_FILE,
    LONG_FILE,
    WIDE_FILE,
    Edition,
)
from orchestration.publishers.usgs_mcs.facts import FACTS
from orchestration.publishers.usgs_mcs.layouts import edition_of_file_name
from orchestration.publishers.usgs_mcs.sciencebase import (
    Item,
    ScienceBase,
    download_all,
    newest_by_name,
)
from orchestration.settings import FetchingSettings

PARENT = "5c8c03e4e4b0938824529f7d"
TITLE = re.compile(r"\bMineral Commodity Summaries (20\d{2})\b", re.I)
VERSION = re.compile(r"\bver(?:sion|\.)\s*(\d+(?:\.\d+)?)", re.I)
ARCHIVE = re.compile(r"(?:.*[_-])?(?:world|salient)(?:[_-].*)?\.zip", re.I)
WORLD_TABLES = (COMMODITY_FILE, WIDE_FILE, LONG_FILE)
FIRST_YEAR = 2023
"""The edition before it ships as far as it is held; others print layouts that no parser knows."""


class UsgsConnector:
    """Editions of the Mineral Commodity Summaries."""

    source_id = FACTS.source_id

    def __init__(self, settings: FetchingSettings) -> None:
        self._catalogue = ScienceBase(settings.usgs_base_url)
        self._max_bytes = settings.max_file_bytes
        self.hosts = self._catalogue.hosts

    def discover(self, http: Http) -> list[RemoteEdition]:
        """Editions, oldest first; also one with no file that a parser knows."""
        found = []
        for year, item_id in sorted(edition_items(self._catalogue, http).items()):
            item = self._catalogue.item(http, item_id)
            items = [item, *_below(self._catalogue, http, item)]
            if newest_by_name(items):
                found.append(self._edition(year, item, items))
        return found

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """The edition's tables; an archive is unpacked and stands for the tables in it."""
        fetched: list[FetchedFile] = []
        is_ours = _is_ours(edition.edition_id)
        for got in download_all(http, edition.files, folder):
            if got.file_name.lower().endswith(".zip"):
                fetched += unpack(got, is_ours, self._max_bytes, folder)
                got.path.unlink()
            else:
                fetched.append(got)
        return fetched

    def _edition(self, year: int, item: Item, items: list[Item]) -> RemoteEdition:
        files = files_of(year, items)
        not_taken = sorted({*newest_by_name(items)} - {file.file_name for file in files})
        version = VERSION.search(item.title)
        edition = f"{year} v{version.group(1)}" if version else f"{year}"
        doi = f"https://doi.org/{item.doi}" if item.doi else self._catalogue.page_of(item.item_id)
        listed = [(file.file_name, file.size, file.md5 or file.sha256) for file in files]
        announced = FACTS.announce(
            Edition(year).edition_id,
            edition,
            files,
            [edition, item.published_on, doi, listed or not_taken],
            published_on=item.published_on,
            doi_or_url=doi,
        )
        return replace(announced, not_taken=tuple(not_taken))


def edition_items(catalogue: ScienceBase, http: Http) -> dict[int, str]:
    """The item of each edition that parsers may know, by year."""
    found: dict[int, str] = {}
    for item in catalogue.children(http, PARENT):
        match = TITLE.search(item.title)
        year = int(match.group(1)) if match else 0
        if year < FIRST_YEAR:
            continue
        if year in found:
            address = catalogue.page_of(PARENT)
            raise refusals.strange_answer(address, f"one item of {year}", f"two: {item.title}")
        found[year] = item.item_id
    if not found:
        address = catalogue.page_of(PARENT)
        raise refusals.strange_answer(address, "items titled Mineral Commodity Summaries", "none")
    return found


def files_of(year: int, items: Iterable[Item]) -> tuple[RemoteFile, ...]:
    """The files that make an edition, by name; archives only where no loose table is."""
    named = newest_by_name(list(items))
    is_ours = _is_ours(Edition(year).edition_id)
    ours = {name: file for name, file in named.items() if is_ours(name)}
    if not any(pattern.fullmatch(name) for name in ours for pattern in WORLD_TABLES):
        ours |= {name: file for name, file in named.items() if ARCHIVE.fullmatch(name)}
    return tuple(ours[name] for name in sorted(ours))


def _below(catalogue: ScienceBase, http: Http, item: Item) -> list[Item]:
    """Children and their children: no edition is deeper."""
    if item.has_children is False:
        return []
    children = catalogue.children(http, item.item_id)
    deeper = [
        each
        for child in children
        if child.has_children
        for each in catalogue.children(http, child.item_id)
    ]
    return children + deeper


def _is_ours(edition_id: str) -> Callable[[str], bool]:
    return lambda name: edition_of_file_name(name) == edition_id


CONNECTOR = UsgsConnector
