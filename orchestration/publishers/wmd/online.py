"""World Mining Data: a yearly workbook that people download and put into the drop folder.

Publisher: Austrian Federal Ministry of Finance, https://www.world-mining-data.info, each spring.
There is no programming interface and no announcement that a program could read, and the terms of
use are not verified; so nothing is asked of the publisher. A person downloads the workbook (or
keeps an extract `wmd_<year>_<anything>.csv`), puts it into `warehouse/drop/` with its name
unchanged, and runs `minerals refresh --live`: the drop folder takes it from there.

Belongs here: why there is nothing to discover, and where the file is to be put.
Does not belong here: verification of dropped files (`landing/drop`), parsing (`layouts.py`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.fetching.base import FetchedFile, RemoteEdition
from orchestration.fetching.http import Http
from orchestration.ground.errors import FetchError
from orchestration.publishers.wmd.facts import FACTS
from orchestration.settings import Settings

WHERE_TO_PUT_IT = (
    f"download the year's workbook from {FACTS.terms.address}, put it into warehouse/drop "
    "with its name unchanged, and run `minerals refresh --live`"
)


class WorldMiningDataConnector:
    """Discovers nothing: the workbook comes through the drop folder only."""

    source_id = FACTS.source_id
    hosts: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings) -> None:
        """Nothing is asked, so no setting matters."""

    def discover(self, http: Http) -> list[RemoteEdition]:
        """No edition: the publisher announces none that a program could read."""
        return []

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """Refuse, and say where the file is to be put."""
        raise FetchError(
            "World Mining Data is not fetched by script",
            where=edition.edition_id,
            expected="the yearly workbook in warehouse/drop",
            found="a request to fetch it",
            way_out=WHERE_TO_PUT_IT,
        )


CONNECTOR = WorldMiningDataConnector
