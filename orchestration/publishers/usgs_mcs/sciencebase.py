"""ScienceBase, the catalogue of the U.S. Geological Survey: items, their children, their files.

* An item: `/catalog/item/<id>?format=json&fields=...`; children of an item, in pages:
  `/catalog/items?parentId=<id>&format=json&fields=...&max=...&offset=...`, with `total` and
  `items`. Only `total` says how many there are: a page may hold fewer than `max` at any time.
* `files[]` of an item: `name`, `size`, `downloadUri`, `url`, `checksum` with type and value (MD5 so
  far), `dateUploaded`; files that went to the public cloud bucket also have `publishedS3Uri`, the
  one address that never asks for a browser check. Addresses change when a file is uploaded anew:
  they are taken from the JSON each time.
* Scripts sometimes get 403 or a page from a browser check: then the drop folder serves.
* Figures are in the public domain (CC0 1.0); the survey asks to be credited.

Belongs here: reading the catalogue's JSON. Does not belong here: which items or files are ours
(`online.py`, `critical_lists`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, RemoteFile
from orchestration.fetching.http import Http
from orchestration.fetching.session import host_of

# The two buckets are where ScienceBase itself sends for files that it keeps in the cloud.
FILE_HOSTS = frozenset(
    {
        "www.sciencebase.gov",
        "prod-is-usgs-sb-prod-publish.s3.amazonaws.com",
        "prod-is-usgs-sb-prod-content.s3.amazonaws.com",
    }
)
FIELDS = "title,dates,identifiers,citation,hasChildren,provenance,files"
PAGE = 100
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>;,]+[^\s\"<>;,.)]")
CHECKED = frozenset({"", "MD5", "SHA256"})
PUBLISHED = ("publication", "release")


class OfferedFile(NamedTuple):
    """A file of an item, with the moment at which it was uploaded."""

    file: RemoteFile
    uploaded: str


class Item(NamedTuple):
    """One item of the catalogue."""

    item_id: str
    title: str
    published_on: date | None
    doi: str | None
    has_children: bool | None
    """None when the catalogue does not say."""
    files: tuple[OfferedFile, ...]


class ScienceBase:
    """The catalogue at one base address."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/")
        self.hosts = FILE_HOSTS | {host_of(base_url)}

    def item(self, http: Http, item_id: str) -> Item:
        """One item, from its own JSON."""
        address = self.page_of(item_id)
        answer = http.get_json(address, {"format": "json", "fields": FIELDS})
        return _item(answer, address)

    def children(self, http: Http, item_id: str) -> list[Item]:
        """All children of an item: as many as the catalogue says there are, or an error."""
        address = f"{self._base}/catalog/items"
        found: list[Item] = []
        while True:
            asked = {"parentId": item_id, "format": "json", "fields": FIELDS}
            answer = http.get_json(address, asked | {"max": f"{PAGE}", "offset": f"{len(found)}"})
            total, page = _page(answer, address)
            found.extend(_item(each, address) for each in page)
            if len(found) == total:
                return found
            if not page or len(found) > total:
                expected = f"{total} children of {item_id}"
                raise refusals.strange_answer(address, expected, f"{len(found)} of them")

    def page_of(self, item_id: str) -> str:
        """The item's page for people; with `format=json` its JSON."""
        return f"{self._base}/catalog/item/{item_id}"


def newest_by_name(items: Sequence[Item]) -> dict[str, RemoteFile]:
    """Files of several items by name; of two with one name, the one that was uploaded last."""
    found: dict[str, OfferedFile] = {}
    for offered in (each for item in items for each in item.files):
        name = offered.file.file_name
        if name not in found or offered.uploaded > found[name].uploaded:
            found[name] = offered
    return {name: found[name].file for name in sorted(found)}


def download_all(http: Http, files: Iterable[RemoteFile], folder: Path) -> list[FetchedFile]:
    """Files into a folder, each with the size and checksum that the catalogue announces."""
    return [
        http.download(
            file.url,
            folder / file.file_name,
            md5=file.md5,
            sha256=file.sha256,
            unchecked=file.unchecked,
            size=file.size,
            params=file.params or None,
        )
        for file in files
    ]


def _page(answer: Any, address: str) -> tuple[int, list[Any]]:
    match answer:
        case {"total": int() as total, "items": list() as items}:
            return total, items
    raise refusals.strange_answer(address, "a page with total and items", _short(answer))


def _item(answer: Any, address: str) -> Item:
    match answer:
        case {"id": str() as item_id, "title": str() as title}:
            return Item(
                item_id,
                " ".join(title.split()),
                _published_on(answer.get("dates") or []),
                _doi(answer),
                answer.get("hasChildren"),
                tuple(_file(each, address) for each in answer.get("files") or [] if _is_full(each)),
            )
    raise refusals.strange_answer(address, "an item with id and title", _short(answer))


def _is_full(file: Any) -> bool:
    """Whether the catalogue does not itself say that the file is empty; some of its files are."""
    return not (isinstance(file, Mapping) and file.get("size") == 0)


def _file(answer: Any, address: str) -> OfferedFile:
    match answer:
        case {"name": str() as name} if Path(name).name == name and _url(answer):
            kind, value = _checksum(answer.get("checksum") or {})
            file = RemoteFile(
                name,
                _url(answer),
                answer.get("size"),
                md5=value if kind == "MD5" else None,
                sha256=value if kind == "SHA256" else None,
                unchecked="" if kind in CHECKED else kind,
            )
            return OfferedFile(file, str(answer.get("dateUploaded") or ""))
    raise refusals.strange_answer(address, "a file with name and downloadUri", _short(answer))


def _checksum(given: Mapping[str, Any]) -> tuple[str, str]:
    """Kind and value; SHA-256 is written with and without its hyphen."""
    kind = str(given.get("type") or "").upper().replace("-", "").replace("_", "")
    return kind, str(given["value"]).strip().lower() if kind else ""


def _url(file: Mapping[str, Any]) -> str:
    """Where to fetch a file: the cloud bucket first, because it turns no script away."""
    return next((u for k in ("publishedS3Uri", "downloadUri", "url") if (u := file.get(k))), "")


def _published_on(dates: Sequence[Mapping[str, Any]]) -> date | None:
    for kind in PUBLISHED:
        for each in dates:
            text = str(each.get("dateString") or "")
            if str(each.get("type") or "").lower() == kind and re.match(r"\d{4}-\d{2}-\d{2}", text):
                return date.fromisoformat(text[:10])
    return None


def _doi(answer: Mapping[str, Any]) -> str | None:
    keys = [str(each.get("key") or "") for each in answer.get("identifiers") or []]
    for text in (*keys, str(answer.get("citation") or "")):
        match = DOI.search(text)
        if match:
            return match.group()
    return None


def _short(answer: Any) -> str:
    return json.dumps(answer, default=str)[:200]
