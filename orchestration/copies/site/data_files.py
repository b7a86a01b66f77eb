"""The static data: one small JSON file per mineral, country, claim and list, beside the pages.

Belongs here: which files there are and what each holds.
Does not belong here: which columns (`data_shapes.py`), their description (`data_openapi.py`).

The addresses begin with the version of the data package: `data/v2/minerals/cobalt.json`. They stay
when a release is replaced; within a version fields are only added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from orchestration.copies.site.data_kinds import KINDS, Kind
from orchestration.copies.site.data_openapi import describe
from orchestration.copies.site.data_shapes import EDITION, kept

if TYPE_CHECKING:
    from orchestration.copies.site.data import Row, SiteFacts

FOLDER = "data/v2"
OPENAPI = f"{FOLDER}/openapi.json"
Documents = dict[str, dict[str, Any]]


def data_files(facts: SiteFacts, site_url: str | None) -> Iterator[tuple[str, str]]:
    """Path in the site and text of every file.

    Args:
        facts: rows of one release, those of the shapes among them.
        site_url: where the pages are served, ending in a slash; None where nobody says.
    """
    documents = {kind.name: _documents(facts, kind) for kind in KINDS}
    for kind in KINDS:
        for name, body in documents[kind.name].items():
            yield f"{FOLDER}/{kind.name}/{name}.json", _text(body)
    yield f"{FOLDER}/index.json", _text(_index(facts, documents))
    keys = {kind: list(found) for kind, found in documents.items()}
    yield OPENAPI, _text(describe(facts.datapackage, keys, site_url and f"{site_url}{FOLDER}"))


def _documents(facts: SiteFacts, kind: Kind) -> Documents:
    """Every document of one kind by its key; a subject without a single row has none."""
    parts = {name: facts.of(kept(shape), kind.key) for name, shape in kind.parts.items()}
    documents: Documents = {}
    for subject in facts.rows[kept(kind.subject)]:
        key = subject[kind.key]
        rows = {name: found.get(key, []) for name, found in parts.items()}
        for name, (shape, part) in kind.of_minerals.items():
            of_mineral = facts.of(kept(shape), "mineral_id")
            wanted = dict.fromkeys(line["mineral_id"] for line in rows[part])
            rows[name] = [row for mineral in wanted for row in of_mineral.get(mineral, [])]
        if any(found for name, found in rows.items() if name != "list_coverage"):
            documents[key] = _document(facts, kind, subject, rows)
    return documents


def _document(
    facts: SiteFacts, kind: Kind, subject: Row, rows: dict[str, list[Row]]
) -> dict[str, Any]:
    cited = {row.get("edition_id") for found in rows.values() for row in found}
    editions = [row for row in facts.rows[kept(EDITION)] if row["edition_id"] in cited]
    return {
        "release_id": facts.manifest.release_id,
        kind.subject.name.lower(): subject,
        **rows,
        "editions": editions,
    }


def _index(facts: SiteFacts, documents: dict[str, Documents]) -> dict[str, Any]:
    return {
        "release_id": facts.manifest.release_id,
        **{
            kind.name: [
                {
                    "id": key,
                    "name": _name(body[kind.subject.name.lower()]),
                    "path": f"{kind.name}/{key}.json",
                }
                for key, body in documents[kind.name].items()
            ]
            for kind in KINDS
        },
    }


def _name(subject: Row) -> str:
    """What people call it: the column after the key that is a name, or the sentence of a claim."""
    named = (value for column, value in subject.items() if column.endswith("_name"))
    return str(next(named, None) or subject["claim"])


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str) + "\n"
