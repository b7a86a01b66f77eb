"""Publishers that we know, replayed: their routes and JSON on the server of `publisher.py`.

How to use it::

    usgs = ScienceBase(publisher)
    usgs.edition(2026, {"MCS2026_Commodities_Data.csv": content}, published_on="2026-02-06",
                 doi="10.5066/P1WKQ63T")
    usgs.edition(2027, {...})                      # a new edition appears; again: it is revised
    publisher.script(usgs.path_of(2026, "MCS2026_Commodities_Data.csv"), OtherBytes())

    bank = WorldBank(publisher)
    bank.update(rows, updated="2025-10-01")        # rows: dicts of iso3, year, va ... cc as text

Belongs here: how a known publisher's answers are built. Does not belong here: the server.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from orchestration.publishers.usgs_mcs.online import PARENT
from orchestration.publishers.wgi.pages import DIMENSIONS, INDICATORS
from tests.fetching.publisher import Answer, Asked, Publisher

Files = Mapping[str, bytes]


class ScienceBase:
    """The survey's catalogue: editions under one parent, each with files and children."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        self.items: dict[str, dict[str, Any]] = {}
        publisher.on("/catalog/items", self._children)
        self.add("other", "Geospatial compilation of something else", {}, parent=PARENT)

    def edition(
        self,
        year: int,
        files: Files,
        *,
        children: Mapping[str, Files] | None = None,
        version: str = "",
        published_on: str | None = None,
        doi: str | None = None,
        checksums: Mapping[str, str] | None = None,
    ) -> None:
        """An edition with its files and children (title: files); again: it is revised in place."""
        title = f"Mineral Commodity Summaries {year} Data Release{version}"
        item_id = self.item_id(year)
        self.add(item_id, title, files, parent=PARENT, checksums=checksums or {})
        item = self.items[item_id]
        item["dates"] = [
            {"type": "Creation", "dateString": f"{year}-01-02", "label": "Creation"},
            {"type": "Publication", "dateString": published_on or f"{year}-01-31"},
        ]
        item["identifiers"] = [{"type": "DOI", "key": f"doi:{doi or f'10.5066/P{year}'}"}]
        for number, (name, theirs) in enumerate((children or {}).items()):
            self.add(f"{item_id}-{number}", name, theirs, parent=item_id)

    def add(
        self,
        item_id: str,
        title: str,
        files: Files,
        *,
        parent: str,
        checksums: Mapping[str, str] | None = None,
    ) -> None:
        """Any item under any parent, with what the catalogue says of its files."""
        item = {"id": item_id, "title": title, "parentId": parent, "hasChildren": False}
        item["files"] = [
            self._file(item_id, name, content, (checksums or {}).get(name))
            for name, content in files.items()
        ]
        self.items[item_id] = item
        if parent in self.items:
            self.items[parent]["hasChildren"] = True
        self.publisher.on(f"/catalog/item/{item_id}", lambda _: Answer.json(self.items[item_id]))

    def item_id(self, year: int) -> str:
        return f"mcs{year}"

    def path_of(self, year: int, file_name: str, child: int | None = None) -> str:
        """The path of an edition's file, for faults and counts."""
        item_id = self.item_id(year) if child is None else f"{self.item_id(year)}-{child}"
        return f"/catalog/file/get/{item_id}/{file_name}"

    def _file(self, item_id: str, name: str, content: bytes, md5: str | None) -> dict[str, Any]:
        path = f"/catalog/file/get/{item_id}/{name}"
        self.publisher.serve(path, content)
        address = self.publisher.base_url + path
        own = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return {
            "name": name,
            "contentType": "text/csv",
            "size": len(content),
            "url": address,
            "downloadUri": address,
            "checksum": {"type": "MD5", "value": md5 or own},
            "dateUploaded": "2026-02-06T12:00:00.000Z",
        }

    def _children(self, asked: Asked) -> Answer:
        parent, start = asked.query["parentId"], int(asked.query.get("offset", 0))
        found = [item for item in self.items.values() if item["parentId"] == parent]
        page = found[start : start + int(asked.query.get("max", 20))]
        return Answer.json({"total": len(found), "items": page})


class WorldBank:
    """The bank's API with the six governance scores."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        self.rows: Sequence[Mapping[str, str]] = []
        self.updated = ""
        for dimension in DIMENSIONS:
            publisher.on(self.path_of(dimension), partial(self._answer, dimension))

    def update(self, rows: Sequence[Mapping[str, str]], *, updated: str) -> None:
        """Scores as text by iso3 and year; a blank one is answered as null."""
        self.rows, self.updated = rows, updated

    def path_of(self, dimension: str) -> str:
        return f"/v2/country/all/indicator/{INDICATORS[dimension]}"

    def _answer(self, dimension: str, asked: Asked) -> Answer:
        return scores_answer(self.rows, self.updated, dimension, asked.query)


def scores_answer(
    rows: Sequence[Mapping[str, str]], updated: str, dimension: str, query: Mapping[str, str]
) -> Answer:
    """One page of one indicator, as the bank writes it."""
    rows = sorted(rows, key=lambda row: (row["iso3"], -int(row["year"])))
    if "mrv" in query:
        newest = max((row["year"] for row in rows), default="")
        rows = [row for row in rows if row["year"] == newest]
    size, number = int(query.get("per_page", 50)), int(query.get("page", 1))
    head = {
        "page": number,
        "pages": -(-len(rows) // size),
        "per_page": str(size),
        "total": len(rows),
        "sourceid": query["source"],
        "lastupdated": updated,
    }
    page = [_row(row, dimension) for row in rows[(number - 1) * size : number * size]]
    # scores go out with the digits that they came with, and over several lines
    return Answer(f"[{json.dumps(head)},\n[{','.join(page)}]]".encode(), "application/json")


def _row(row: Mapping[str, str], dimension: str) -> str:
    answer = {
        "indicator": {"id": INDICATORS[dimension], "value": "a score"},
        "country": {"id": row["iso3"][:2], "value": row.get("countryname", row["iso3"])},
        "countryiso3code": row["iso3"],
        "date": row["year"],
    }
    return json.dumps(answer)[:-1] + f', "value": {row[dimension] or "null"}, "decimal": 0}}'
