"""HMRC's OData service: imports of the listed codes by month and country of consignment.

* Asked only where a person switched it on (`MINERALS_HMRC_ENABLED=true`): nothing here was ever run
  against the real service. Written from HMRC's documentation of it and from how other programs ask.
* One question about all months says which there are and what they add up to, so a revised month
  changes what is announced: HMRC revises the six before the newest.
* Answers come in pages; `@odata.nextLink` leads to the next. A page that repeats or leads
  elsewhere than to this service is refused. 403 and 429 are waited for.

Belongs here: questions to the service, and which codes they are about.
Does not belong here: what an answer means (`layouts.py`), files by country of origin (`bulk.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.fetching.session import host_of
from orchestration.ground.errors import LayoutError
from orchestration.ground.files import sha256_of, write_whole
from orchestration.publishers.hmrc_ots.facts import CONSIGNED, FACTS, SOURCE_ID
from orchestration.publishers.hmrc_ots.layouts import RECORDS, page_of
from orchestration.publishers.reading.beside import rows_beside
from orchestration.settings import Settings

RECORDS_OF_TRADE = "/OTS"
IMPORTS = "(FlowTypeId eq 1 or FlowTypeId eq 3)"
CODES_A_QUESTION = 40
FIRST_MONTH = "202201"
"""Since then imports from inside and outside the European Union are collected in one way."""
EXPAND = "Country($select=CountryCodeAlpha)"
FEWEST_MONTHS = 12


def codes() -> tuple[str, ...]:
    """Codes of eight digits that are asked about: those of the United Kingdom's list."""
    return tuple(row["cn8"] for row in rows_beside(__package__, "codes.csv"))


class HmrcConnector:
    """Imports of the listed codes in every whole year, and the one that is under way."""

    source_id = FACTS.source_id
    clearing = frozenset({403})

    def __init__(self, settings: Settings) -> None:
        """Take the address from the settings."""
        self._base = settings.hmrc_base_url.rstrip("/")
        self.hosts = frozenset({host_of(self._base)})

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The newest year that has twelve months; one question."""
        totals = self._totals(http)
        years: dict[str, list[list[str]]] = {}
        for month, value, mass in totals:
            years.setdefault(month[:4], []).append([month, value, mass])
        whole = [year for year, months in years.items() if len(months) == FEWEST_MONTHS]
        if not whole:
            expected = "a year of twelve months"
            raise refusals.strange_answer(self._base + RECORDS_OF_TRADE, expected, "none")
        newest = max(whole)
        edition_id = f"{SOURCE_ID}_{CONSIGNED}_{newest}"
        listed = codes()
        parts = [
            listed[start : start + CODES_A_QUESTION]
            for start in range(0, len(listed), CODES_A_QUESTION)
        ]
        files = [
            self._question(edition_id, newest, number, part) for number, part in enumerate(parts, 1)
        ]
        return [FACTS.announce(edition_id, newest, files, [sorted(years[newest]), listed])]

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """All pages of every answer, one file for each question."""
        return [self._answer(http, question, folder) for question in edition.files]

    def _totals(self, http: Http) -> list[tuple[str, str, str]]:
        asked = (
            f"filter(MonthId ge {FIRST_MONTH} and {IMPORTS} and CommodityId gt 0)/groupby("
            "(MonthId),aggregate(Value with sum as TotalValue,NetMass with sum as TotalMass))"
        )
        url = self._base + RECORDS_OF_TRADE
        found = list(self._pages(http, url, {"$apply": asked}))
        return [(str(r.get("MonthId")), str(r.get("TotalValue")), str(r.get("TotalMass")))
                for r in found]  # fmt: skip

    def _question(
        self, edition_id: str, year: str, number: int, part: tuple[str, ...]
    ) -> RemoteFile:
        listed = " or ".join(f"CommodityId eq {int(code)}" for code in part)
        months = f"MonthId ge {year}01 and MonthId le {year}12"
        params = {"$filter": f"{months} and {IMPORTS} and ({listed})", "$expand": EXPAND}
        url = self._base + RECORDS_OF_TRADE
        return RemoteFile(f"{edition_id}_{number:02d}.json", url, params=params)

    def _answer(self, http: Http, question: RemoteFile, folder: Path) -> FetchedFile:
        records = list(self._pages(http, question.url, question.params))
        path = folder / question.file_name
        write_whole(path, json.dumps({RECORDS: records}) + "\n")
        return FetchedFile(
            file_name=question.file_name,
            path=path,
            sha256=sha256_of(path),
            bytes=path.stat().st_size,
            url=question.url,
            not_modified=False,
        )

    def _pages(
        self, http: Http, url: str, params: Mapping[str, str]
    ) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        following, asked = url, dict(params)
        while following:
            content = http.get_bytes(following, asked)
            try:
                records, onward = page_of(following, content)
            except LayoutError as error:
                raise refusals.broken_body(following, error.expected, error.found) from error
            yield from records
            if onward in seen:
                raise refusals.strange_answer(following, "a further page", onward)
            seen.add(onward)
            following, asked = onward, {}


CONNECTOR = HmrcConnector
