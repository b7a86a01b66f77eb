"""A connector for publishers of whom nothing is asked: their files come through the drop folder.

Belongs here: discovering nothing, and refusing a fetch with where the file is to be put.
Does not belong here: why a publisher is not asked (its `online.py`), verification of dropped files
(`landing/drop`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orchestration.fetching.base import FetchedFile, RemoteEdition
from orchestration.fetching.http import Http
from orchestration.ground.errors import FetchError
from orchestration.publishers.publisher import Facts
from orchestration.settings import Settings


@dataclass(frozen=True)
class DropOnlyConnector:
    """Discovers nothing: the figures come through the drop folder only.

    Args:
        facts: of the publisher.
        what: the name of its figures, as the refusal begins.
        expected: the file that a person puts into the drop folder.
        way_out: where to get it and where to put it.
    """

    facts: Facts
    what: str
    expected: str
    way_out: str

    @property
    def source_id(self) -> str:
        """The publisher's."""
        return self.facts.source_id

    @property
    def hosts(self) -> frozenset[str]:
        """None: nothing is asked."""
        return frozenset()

    def discover(self, http: Http) -> list[RemoteEdition]:
        """No edition: the publisher announces none that a program could read."""
        return []

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """Refuse, and say where the file is to be put."""
        raise FetchError(
            f"{self.what} is not fetched by script",
            where=edition.edition_id,
            expected=self.expected,
            found="a request to fetch it",
            way_out=self.way_out,
        )


def drop_only(
    facts: Facts, *, what: str, expected: str, way_out: str
) -> Callable[[Settings], DropOnlyConnector]:
    """The `CONNECTOR` of such a publisher: nothing is asked, so no setting matters."""
    connector = DropOnlyConnector(facts, what, expected, way_out)
    return lambda _settings: connector
