"""GOV.UK: the strategy and its technical annex, whose lists are those of the United Kingdom.

* The content API answers a page by its path: `/api/content/<path>`; `title`, `public_updated_at`,
  and the text as HTML in `details.body`. Both documents are HTML attachments of one publication.
* They are corrected in place (first in January 2026): the stamp is made of the moment of the last
  public change and of the text itself. One document prints two lists, so it is kept once for each.
* Open Government Licence v3.0; credit needed. A strategy after this one is another page with other
  lists, and needs a person: its path and headings in `uk_documents.py`, its lines in the
  seeds.

Belongs here: the API's answers.
Does not belong here: where in a document a list stands (`uk_documents.py`).
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.fetching.http import Http
from orchestration.fetching.session import host_of
from orchestration.publishers.critical_lists.facts import FACTS
from orchestration.publishers.critical_lists.uk_documents import DOCUMENTS, Document
from orchestration.settings import FetchingSettings


class GovUkConnector:
    """The lists that the strategy and its annex print."""

    list_ids = frozenset(document.list_id for document in DOCUMENTS)

    def __init__(self, settings: FetchingSettings) -> None:
        self._base = settings.govuk_base_url.rstrip("/")
        self.hosts = frozenset({host_of(self._base)})

    def discover(self, http: Http) -> list[RemoteEdition]:
        """All lists, each as its document stands now; one request for a document."""
        answers = {path: self._answer(http, path) for path in sorted({d.path for d in DOCUMENTS})}
        return [self._edition(document, answers[document.path]) for document in DOCUMENTS]

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """The document that prints the list."""
        return [http.download(file.url, folder / file.file_name) for file in edition.files]

    def _address(self, path: str) -> str:
        return f"{self._base}/api/content/{path}"

    def _answer(self, http: Http, path: str) -> dict[str, Any]:
        answer = http.get_json(self._address(path))
        details = answer.get("details") if isinstance(answer, dict) else None
        if not isinstance(details, dict) or not isinstance(details.get("body"), str):
            found = ", ".join(sorted(answer)) if isinstance(answer, dict) else str(answer)[:80]
            raise refusals.strange_answer(self._address(path), "a document with a text", found)
        known: dict[str, Any] = answer
        return known

    def _edition(self, document: Document, answer: dict[str, Any]) -> RemoteEdition:
        address = self._address(document.path)
        changed = str(answer.get("public_updated_at") or "")
        return FACTS.announce(
            document.list_id,
            document.list_id[-4:],
            [RemoteFile(document.file_name, address)],
            [document.list_id, changed, answer["details"]["body"]],
            published_on=_day(answer.get("first_published_at") or changed, address),
            doi_or_url=f"{self._base}/{document.path}",
        )


def _day(text: str, address: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        found = text or "nothing"
        raise refusals.strange_answer(address, "the day of its publication", found) from error
