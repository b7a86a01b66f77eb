"""BGS World Mineral Statistics, by the publisher's own OGC API: off unless a person switches it on.

* Its figures are not open. `MINERALS_BGS_ENABLED=true` is that person's word that the publisher's
  terms were read; nothing of it ever becomes part of the figures that ship.
* `/collections/world-mineral-statistics/items` answers GeoJSON pages with `numberMatched` and
  `numberReturned`. Both are relied on, and nothing else: an empty or short page is no end, and a
  page that breaks off, repeats a feature, or counts another total than the page before is refused.
  Large pages are known to break off, so pages are small.
* There are no editions: the newest year with figures names one. Its stamp is made of the counts
  that the publisher announces, so figures that are revised without a new record are noticed when
  the next record comes.
* Only production is asked for, of the commodities in `bgs_commodities.csv`: those whose meaning
  the mapping seeds know. Imports and exports would be thrice as many records.

Belongs here: questions to the API, counting its pages.
Does not belong here: what a page and its fields mean (`record.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.fetching.session import host_of
from orchestration.ground.counted import counted
from orchestration.ground.errors import LayoutError
from orchestration.publishers.bgs_wms.facts import FACTS
from orchestration.publishers.bgs_wms.pages import Page, read_page
from orchestration.publishers.bgs_wms.record import YEAR
from orchestration.publishers.reading.beside import rows_beside
from orchestration.publishers.reading.text import sha256_of
from orchestration.settings import FetchingSettings

ITEMS = "/collections/world-mineral-statistics/items"
PAGE_SIZE = 1000
"""Features asked for at once; pages of 10,000 are known to break off in the middle."""
ATTEMPTS = 3
"""How often a page that broke off, yet came with a proper end, is asked for again."""
PRODUCTION = {"f": "json", "bgs_statistic_type_trans": "Production"}


def commodities() -> tuple[str, ...]:
    """The commodities that are asked for, as the publisher writes them."""
    return tuple(row["commodity"] for row in rows_beside(__package__, "bgs_commodities.csv"))


class BgsConnector:
    """Production statistics of the series, page by page."""

    source_id = FACTS.source_id

    def __init__(self, settings: FetchingSettings, page_size: int = PAGE_SIZE) -> None:
        """Take the address from the settings; tests ask for smaller pages."""
        self._items = settings.bgs_base_url.rstrip("/") + ITEMS
        self._page_size = page_size
        self.hosts = frozenset({host_of(self._items)})

    def discover(self, http: Http) -> list[RemoteEdition]:
        """One edition: what there is now. Two small requests."""
        newest = self._ask(http, {**PRODUCTION, "limit": "1", "sortby": "-year"})
        oldest = self._ask(http, {**PRODUCTION, "limit": "1", "sortby": "year"})
        last, first = self._year_of(newest), self._year_of(oldest)
        if newest.matched != oldest.matched or first > last:
            found = f"{counted(newest.matched, 'record')} to {last}, {oldest.matched} from {first}"
            raise refusals.strange_answer(self._items, "one count, years in order", found)
        edition_id = f"{FACTS.source_id}_{last}"
        return [
            FACTS.announce(
                edition_id,
                f"{first} to {last}",
                [self._question(edition_id, name) for name in commodities()],
                [edition_id, first, newest.matched, commodities()],
            )
        ]

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """Every page of every commodity, as answered, one file a page."""
        return [
            page for question in edition.files for page in self._all_pages(http, question, folder)
        ]

    def _question(self, edition_id: str, commodity: str) -> RemoteFile:
        slug = re.sub(r"[^a-z0-9]+", "_", commodity.lower()).strip("_")
        params = {**PRODUCTION, "bgs_commodity_trans": commodity}
        return RemoteFile(f"{edition_id}_{slug}_p1.json", self._items, params=params)

    def _all_pages(self, http: Http, question: RemoteFile, folder: Path) -> Iterator[FetchedFile]:
        seen: set[str] = set()
        matched: int | None = None
        number = 1
        while matched is None or len(seen) < matched:
            name = re.sub(r"_p1\.json$", f"_p{number}.json", question.file_name)
            window = {"limit": str(self._page_size), "offset": str(len(seen))}
            got, page = self._page(http, folder / name, {**question.params, **window})
            self._check(got.url, page, seen, matched)
            matched = page.matched
            seen.update(page.ids)
            number += 1
            yield got

    def _page(self, http: Http, path: Path, params: dict[str, str]) -> tuple[FetchedFile, Page]:
        """One page on disk; one that broke off without a sign of it is asked for again."""
        for attempt in range(1, ATTEMPTS + 1):
            content = http.get_bytes(self._items, params)
            address = f"{self._items}?{urlencode(params)}"
            try:
                page = read_page(content, address)
            except LayoutError as error:
                if attempt == ATTEMPTS:
                    raise refusals.broken_body(address, error.expected, error.found) from error
            else:
                return _kept(path, content, address), page
        raise AssertionError(path)

    def _check(self, url: str, page: Page, seen: set[str], matched: int | None) -> None:
        """Pages of one question must be of one moment, and each must bring something new."""
        if matched is not None and page.matched != matched:
            raise refusals.broken_body(url, f"{matched} matching records", f"{page.matched}")
        if page.matched == 0:
            raise refusals.strange_answer(url, "a commodity with records", "none")
        if not page.ids:
            found = f"an empty page after {len(seen)}"
            raise refusals.broken_body(url, f"{page.matched} records", found)
        twice = seen.intersection(page.ids)
        if twice:
            found = f"{len(twice)} again, {min(twice)} first"
            raise refusals.broken_body(url, "features that no page before had", found)
        if len(seen) + len(page.ids) > page.matched:
            found = f"{len(seen) + len(page.ids)}"
            raise refusals.broken_body(url, f"{page.matched} records in all", found)

    def _ask(self, http: Http, params: dict[str, str]) -> Page:
        content = http.get_bytes(self._items, params)
        try:
            return read_page(content, self._items)
        except LayoutError as error:
            raise refusals.strange_answer(self._items, error.expected, error.found) from error

    def _year_of(self, page: Page) -> int:
        text = str(page.features[0]["properties"]["year"]) if page.features else "no record"
        match = YEAR.fullmatch(text)
        if match is None:
            raise refusals.strange_answer(self._items, "a record with a year", text)
        return int(match.group("year"))


def _kept(path: Path, content: bytes, address: str) -> FetchedFile:
    """A page on disk. It carries the moment of its answer, so no two are the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return FetchedFile(
        file_name=path.name,
        path=path,
        sha256=sha256_of(content),
        bytes=len(content),
        url=address,
        not_modified=False,
    )


CONNECTOR = BgsConnector
