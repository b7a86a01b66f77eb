"""What is said of an edition whose files came by hand: its publisher, licence and credit.

Editions that ship have their own, fuller rows; these serve for editions that nobody has seen yet.

Belongs here: the release rows of dropped editions. Does not belong here: looking into the folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile, stamp_of
from orchestration.publishers import bgs_wms
from orchestration.publishers.registry import SOURCES


class Publisher(NamedTuple):
    """A publisher as the release rows of its editions name it."""

    source_name: str
    address: str
    licence: str
    attribution: str


PUBLISHERS = {
    "usgs_mcs": Publisher(
        "USGS Mineral Commodity Summaries",
        "https://www.usgs.gov/centers/national-minerals-information-center",
        "US public domain",
        "Figures: U.S. Geological Survey, Mineral Commodity Summaries {edition}. "
        "Public domain; the survey asks to be credited.",
    ),
    "wmd": Publisher(
        "World Mining Data",
        "https://www.world-mining-data.info",
        "Terms not verified: an insubstantial extract, with credit",
        "Figures: World Mining Data {edition}, Austrian Federal Ministry of Finance.",
    ),
    "wgi": Publisher(
        "Worldwide Governance Indicators",
        "https://www.govindicators.org",
        "CC BY 4.0",
        "Governance scores: Worldwide Governance Indicators, {edition} update, World Bank.",
    ),
    "bgs_wms": Publisher(
        "World Mineral Statistics",
        "https://www.bgs.ac.uk/mineralsuk/statistics/world-mineral-statistics/",
        bgs_wms.LICENCE,
        bgs_wms.ATTRIBUTION,
    ),
    "critical_lists": Publisher(
        "List of critical minerals",
        "a file that was dropped by hand",
        "Terms of the list's publisher",
        "List {edition}.",
    ),
}


def edition_named_by(file_name: str) -> tuple[str, str] | None:
    """The source and release that a file belongs to by its name; None when no parser knows it."""
    for source in SOURCES:
        edition_id = source.edition_of_file_name(file_name)
        if edition_id:
            return source.source_id, edition_id
    return None


def announced_by_hand(
    source_id: str, edition_id: str, files: Sequence[FetchedFile]
) -> RemoteEdition:
    """The edition that dropped files make."""
    publisher = PUBLISHERS[source_id]
    edition = edition_id.removeprefix(f"{source_id}_")
    return RemoteEdition(
        source_id=source_id,
        edition_id=edition_id,
        source_name=publisher.source_name,
        edition=edition,
        published_on=None,
        doi_or_url=publisher.address,
        licence=publisher.licence,
        attribution=publisher.attribution.format(edition=edition),
        files=tuple(RemoteFile(file.file_name, file.url, file.bytes) for file in files),
        stamp=stamp_of(["dropped", *sorted((file.file_name, file.sha256) for file in files)]),
    )
