"""World Bank: the Worldwide Governance Indicators, from the bank's indicators API.

* `/v2/country/all/indicator/GOV_WGI_<VA|PV|GE|RQ|RL|CC>.EST?source=3&format=json&per_page=&page=`;
  the short codes without `GOV_WGI_` belong to an archived source. An answer is a list of two: the
  page (`page`, `pages`, `total`, `lastupdated`), then rows (`countryiso3code`, `date`, `value`).
* Errors come with status 200, as a list with one `message`.
* One update a year, in autumn, with scores up to the year before: the newest year names the
  edition. A revision changes `lastupdated`, and scores of all years with it.
* The file that lands holds every page as it was answered, one to a line; only line breaks between
  tokens are gone. How many rows there are is taken from `total` and `pages` alone.
* CC BY 4.0: the World Bank and the edition are to be named.

Belongs here: asking for the six scores, page by page. Does not belong here: parsing (`publishers`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.fetching.session import host_of
from orchestration.ground.counted import counted
from orchestration.ground.files import whole_file
from orchestration.ground.foreign import parse_json
from orchestration.publishers.wgi.facts import FACTS
from orchestration.publishers.wgi.pages import DIMENSIONS, INDICATORS
from orchestration.settings import FetchingSettings

SOURCE = "3"
PER_PAGE = "2000"
LINE_BREAKS = re.compile(rb"[\r\n]+")


class Page(NamedTuple):
    """One page of one indicator."""

    number: int
    pages: int
    total: int
    updated: str
    rows: list[Any]
    content: bytes


class WorldBankConnector:
    """Yearly updates of the governance indicators."""

    source_id = FACTS.source_id

    def __init__(self, settings: FetchingSettings) -> None:
        self._base = settings.worldbank_base_url.rstrip("/")
        self.hosts = frozenset({host_of(self._base)})

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The newest update: one request, for the newest row of one indicator."""
        address = self._address(DIMENSIONS[0])
        page = _page(http.get_bytes(address, _query() | {"mrv": "1", "per_page": "1"}), address)
        year = int(_year(page.rows[0], address)) + 1 if page.rows else 0
        if not year:
            raise refusals.strange_answer(address, "the newest score", "no row")
        return [self._edition(year, page.updated, address)]

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """All pages of all six indicators, in one file."""
        (file,) = edition.files
        digest, total, years = hashlib.sha256(), 0, set()
        with whole_file(folder / file.file_name) as draft, draft.open("wb") as part:
            for dimension in DIMENSIONS:
                for page in self._pages(http, dimension, edition.published_on):
                    line = _line(dimension, page)
                    digest.update(line)
                    total += len(line)
                    years |= {_year(row, file.url) for row in page.rows}
                    part.write(line)
            newest = int(max(years, default="0"))
            if edition.edition_id != f"{FACTS.source_id}_{newest + 1}":
                expected = f"scores of {edition.edition_id}, to the year before"
                raise refusals.strange_answer(file.url, expected, f"scores to {newest}")
        return [
            FetchedFile(
                file_name=file.file_name,
                path=folder / file.file_name,
                sha256=digest.hexdigest(),
                bytes=total,
                url=file.url,
                not_modified=False,
            )
        ]

    def _pages(self, http: Http, dimension: str, updated: date | None) -> Iterator[Page]:
        """Every page of one indicator: as many rows as the bank says there are, or an error."""
        address = self._address(dimension)
        number, seen = 1, 0
        while True:
            asked = _query() | {"per_page": PER_PAGE, "page": f"{number}"}
            page = _page(http.get_bytes(address, asked), address)
            seen += len(page.rows)
            if page.number != number or date.fromisoformat(page.updated) != updated:
                expected = f"page {number} as updated on {updated}"
                found = f"page {page.number} as updated on {page.updated}"
                raise refusals.strange_answer(address, expected, found)
            yield page
            if number >= page.pages:
                break
            number += 1
        if seen != page.total:
            expected = f"{page.total} rows, as the bank says"
            raise refusals.strange_answer(
                address, expected, f"{counted(seen, 'row')} on {counted(number, 'page')}"
            )

    def _edition(self, year: int, updated: str, address: str) -> RemoteEdition:
        return FACTS.announce(
            f"{FACTS.source_id}_{year}",
            f"{year} update",
            [RemoteFile(f"wgi_{year}_api_pages.jsonl", address, params=_query())],
            [year, updated],
            published_on=date.fromisoformat(updated),
        )

    def _address(self, dimension: str) -> str:
        return f"{self._base}/v2/country/all/indicator/{INDICATORS[dimension]}"


def _query() -> dict[str, str]:
    return {"source": SOURCE, "format": "json"}


def _page(content: bytes, address: str) -> Page:
    try:
        answer = parse_json(content)
    except ValueError as error:
        raise refusals.broken_body(address, "JSON", str(error)) from error
    match answer:
        case [{"page": page, "pages": pages, "total": total, "lastupdated": str(updated)}, rows]:
            return Page(int(page), int(pages), int(total), updated, rows or [], content)
    raise refusals.strange_answer(
        address, "a page and its rows", content[:200].decode("utf-8", "replace")
    )


def _year(row: Any, address: str) -> str:
    match row:
        case {"date": str(year)} if re.fullmatch(r"(?:19|20)\d{2}", year):
            return year
    raise refusals.strange_answer(address, "a row with its year", str(row)[:200])


def _line(dimension: str, page: Page) -> bytes:
    """One page as it was answered, on one line, with what was asked."""
    answer = LINE_BREAKS.sub(b" ", page.content).strip()
    return b'{"dimension":"%s","page":%d,"answer":%s}\n' % (dimension.encode(), page.number, answer)


CONNECTOR = WorldBankConnector
