"""UN Comtrade's public service: both sides of the trade of a few countries, off unless switched on.

* `MINERALS_COMTRADE_ENABLED=true` is a person's word that the publisher's terms were read. Nothing
  of it ships, and what is built with it stays out of pages and copies.
* Without a key the service answers at most 500 records a question (`/public/v1/preview`). So it is
  asked code by code, for one country as reporter and again as partner; an answer of 500 records is
  cut off and is refused. Whole pulls of a year come by the drop folder.
* `/public/v1/getDA` says which years a country has reported, and when it revised them last.
* Asked for are customs procedure C00, mode 0 and second partner 0: totals over them.

Unproven: written from how other programs ask this service, never run against it.

Belongs here: questions to the service, and which codes and countries they are about.
Does not belong here: what an answer means (`layouts.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.fetching.session import host_of
from orchestration.ground.errors import LayoutError
from orchestration.publishers.comtrade.facts import FACTS
from orchestration.publishers.comtrade.layouts import answer_records
from orchestration.publishers.reading.beside import rows_beside
from orchestration.settings import Settings

AVAILABLE, ANSWERS = "/public/v1/getDA/C/A/HS", "/public/v1/preview/C/A/HS"
MOST_RECORDS = 500
COUNTRIES = ("398",)
"""Countries whose trade is asked about: Kazakhstan."""
SIDES = ("reporterCode", "partnerCode")
TOTALS = {"flowCode": "M,X", "customsCode": "C00", "motCode": "0", "partner2Code": "0"}


def codes() -> tuple[str, ...]:
    """Codes of goods that are asked about."""
    return tuple(row["hs_code"] for row in rows_beside(__package__, "codes.csv"))


class ComtradeConnector:
    """Reports of one country and of its partners, of the newest year that it has reported."""

    source_id = FACTS.source_id
    clearing = frozenset({403})

    def __init__(self, settings: Settings) -> None:
        """Take the address from the settings."""
        self._base = settings.comtrade_base_url.rstrip("/")
        self.hosts = frozenset({host_of(self._base)})

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The newest year; one request for each country."""
        found: dict[str, list[Any]] = {}
        for country in COUNTRIES:
            answer = http.get_json(self._base + AVAILABLE, {"reporterCode": country})
            for year in answer["data"]:
                said = [country, year.get("totalRecords"), year.get("lastReleased")]
                found.setdefault(str(year["period"]), []).append(said)
        if not found:
            expected = "a year that was reported"
            raise refusals.strange_answer(self._base + AVAILABLE, expected, "none")
        newest = max(found)
        edition_id = f"{FACTS.source_id}_{newest}"
        files = [
            self._question(edition_id, newest, code, side, country)
            for country in COUNTRIES
            for code in codes()
            for side in SIDES
        ]
        return [FACTS.announce(edition_id, newest, files, [found[newest], codes(), COUNTRIES])]

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """Every answer, one file each."""
        return [self._answer(http, question, folder) for question in edition.files]

    def _question(
        self, edition_id: str, year: str, code: str, side: str, country: str
    ) -> RemoteFile:
        name = f"{edition_id}_{code}_{side.removesuffix('Code')}_{country}.json"
        params = {"period": year, "cmdCode": code, side: country, **TOTALS}
        return RemoteFile(name, self._base + ANSWERS, params=params)

    def _answer(self, http: Http, question: RemoteFile, folder: Path) -> FetchedFile:
        got = http.download(question.url, folder / question.file_name, params=question.params)
        if got.not_modified:
            return got
        try:
            count, _ = answer_records(got.file_name, got.path.read_bytes())
        except LayoutError as error:
            raise refusals.broken_body(got.url, error.expected, error.found) from error
        if count >= MOST_RECORDS:
            expected = f"fewer than {MOST_RECORDS} records, the most that it answers"
            raise refusals.broken_body(got.url, expected, f"{count}")
        return got


CONNECTOR = ComtradeConnector
