"""CEPII: the page of BACI names its versions; each is one archive for each HS edition.

* The page `bdd_modele_item.asp?id=37` links archives below `/DATA_DOWNLOAD/baci/data/`:
  `BACI_HS92_V202601.zip`, and so for every HS edition. The newest version is the largest number;
  a letter after it marks a corrected one.
* An archive holds one CSV a year (`BACI_HS92_Y2023_V202601.csv`) and tables of country and product
  codes. It has some gigabytes, so nothing is asked until `MINERALS_CEPII_ARCHIVES=true`, and
  `MINERALS_MAX_FILE_BYTES` must allow it. The drop folder takes an archive, or the CSV of single
  years, at any time.
* Etalab 2.0: CEPII is to be named.

Unproven: written from CEPII's description of its files, never run against its page. The layout of
the records is proven on the figures that ship; the links, the size and the blanks around numbers of
a CSV are not.

Belongs here: finding and fetching the archive of the HS edition with the longest series.
Does not belong here: parsing (`layouts.py`).
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.fetching.session import host_of
from orchestration.ground.counted import counted
from orchestration.publishers.baci.facts import FACTS
from orchestration.settings import FetchingSettings

PAGE = "/CEPII/en/bdd_modele/bdd_modele_item.asp"
WHICH = {"id": "37"}
HS_EDITION = "HS92"
"""The edition with a series from 1995; a later one would be read beside it, never added to it."""
LINK = re.compile(
    rf"""["'](?P<address>[^"']*/(?P<name>BACI_{HS_EDITION}_V(?P<version>(?P<year>20\d\d)\d\d[a-z]?)"""
    r"""\.zip))["']""",
    re.I,
)


class BaciConnector:
    """Yearly versions of BACI."""

    source_id = FACTS.source_id

    def __init__(self, settings: FetchingSettings) -> None:
        self._base = settings.cepii_base_url.rstrip("/")
        self._is_on = settings.cepii_archives
        # off, there is nobody to ask
        self.hosts = frozenset({host_of(self._base)} if self._is_on else ())

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The newest version that the page links, by one request; none while this is off."""
        if not self._is_on:
            return []
        address = f"{self._base}{PAGE}"
        page = http.get_page(address, WHICH)
        links = sorted(LINK.finditer(page), key=lambda link: link.group("version").lower())
        if not links:
            expected = f"a link to BACI_{HS_EDITION}_V<yyyymm>.zip"
            raise refusals.strange_answer(
                address, expected, f"{counted(len(page), 'character')} without one"
            )
        newest = links[-1]
        file = RemoteFile(newest.group("name"), urljoin(address, newest.group("address")))
        version = newest.group("version")
        edition_id = f"{FACTS.source_id}_{newest.group('year')}"
        return [FACTS.announce(edition_id, f"V{version}", [file], [file.file_name, file.url])]

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """The archive of that version."""
        return [http.download(file.url, folder / file.file_name) for file in edition.files]


CONNECTOR = BaciConnector
