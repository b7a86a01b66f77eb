"""Lists of critical minerals come from several publishers; together they are one source.

Belongs here: asking each publisher of a list, and sending a fetch to the one that announced it.
Does not belong here: any publisher's answers (`us_list.py`, `govuk.py`), parsing (`publishers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

from orchestration.fetching.base import FetchedFile, RemoteEdition
from orchestration.fetching.http import Http
from orchestration.ground.errors import FetchError
from orchestration.publishers.critical_lists.facts import FACTS
from orchestration.publishers.critical_lists.govuk import GovUkConnector
from orchestration.publishers.critical_lists.us_list import UsListConnector
from orchestration.settings import FetchingSettings


class ListPublisher(Protocol):
    """A connector that also says which lists are its own."""

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts that may be asked."""

    @property
    def list_ids(self) -> frozenset[str]:
        """The lists that this publisher announces."""

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The lists as announced now."""

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """One list's files, verified."""


class CriticalListsConnector:
    """All publishers of lists, as one source."""

    source_id = FACTS.source_id

    def __init__(self, publishers: Sequence[ListPublisher]) -> None:
        self._publishers = tuple(publishers)

    @classmethod
    def of(cls, settings: FetchingSettings) -> Self:
        """The publishers whose lists a script can ask for."""
        return cls([UsListConnector(settings), GovUkConnector(settings)])

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts of all publishers."""
        return frozenset().union(*(publisher.hosts for publisher in self._publishers))

    def discover(self, http: Http) -> list[RemoteEdition]:
        """Lists of all publishers; one that cannot be read fails the source, so that it is seen."""
        return [edition for each in self._publishers for edition in each.discover(http)]

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """One list, from the publisher that it belongs to."""
        for publisher in self._publishers:
            if edition.edition_id in publisher.list_ids:
                return publisher.fetch(http, edition, folder)
        raise FetchError(
            "no publisher of lists has this one",
            where=edition.edition_id,
            expected=", ".join(sorted(i for each in self._publishers for i in each.list_ids)),
            found=edition.edition_id,
            way_out="put the list's file into warehouse/drop",
        )


CONNECTOR = CriticalListsConnector.of
