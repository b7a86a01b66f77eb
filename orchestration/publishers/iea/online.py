"""Critical Minerals Dataset: a workbook behind an account, so it comes through the drop folder.

Publisher: International Energy Agency, https://www.iea.org, each May. The workbook is free and
needs an account, and its sheets are laid out for reading, so nothing is asked of the publisher. A
person writes its supply tables as the flat file that `layouts.py` describes, puts that into
`warehouse/drop/`, and runs `minerals refresh --live`: the drop folder takes it from there.

Belongs here: why there is nothing to discover, and where the file is to be put.
Does not belong here: verification of dropped files (`landing/drop`), the layout (`layouts.py`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.fetching.base import FetchedFile, RemoteEdition
from orchestration.fetching.http import Http
from orchestration.ground.errors import FetchError
from orchestration.publishers.iea.facts import FACTS
from orchestration.settings import Settings

WHERE_TO_PUT_IT = (
    f"write the supply tables of the workbook ({FACTS.terms.address}) as one CSV in the layout "
    "that `minerals drop --explain iea` prints, "
    f"name it {FACTS.file_names}, put it into warehouse/drop, and run `minerals refresh --live`"
)


class CriticalMineralsDatasetConnector:
    """Discovers nothing: the figures come through the drop folder only."""

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
            "The Critical Minerals Dataset is not fetched by script",
            where=edition.edition_id,
            expected="the flat file of its supply tables in warehouse/drop",
            found="a request to fetch it",
            way_out=WHERE_TO_PUT_IT,
        )


CONNECTOR = CriticalMineralsDatasetConnector
