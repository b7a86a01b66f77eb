"""The static data described: an OpenAPI document made from the dictionary of the release.

Belongs here: paths, schemas, and what a client has to know of the host.
Does not belong here: meanings of columns (the dictionary), the files themselves (`data_files.py`).

Source: OpenAPI Specification 3.1, whose schemas are JSON Schema 2020-12.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.copies.site.data_kinds import KINDS, Kind
from orchestration.copies.site.data_query import Shape, column_docs
from orchestration.copies.site.data_shapes import EDITION, SHAPES
from orchestration.release.datapackage import Package

_FORMATS = {"date": {"type": "string", "format": "date"}}
_ROWS_OF_INDEX = {
    "type": ["array", "null"],
    "items": {"type": "integer"},
    "description": "Rows of the file that the figure was made from; null where nothing is printed.",
}
_ABOUT = (
    "World production of critical minerals from printed statistics, as small JSON files beside the "
    "pages of a release. Every row with a number has its bounds, its edition, its licence, and "
    "the file and row that it is printed in. `null` means that nobody knows: it is never zero. "
    "The files are static: there is no query, no key and no limit; `index.json` names them all. "
    "Each edition's `attribution` is the credit that its publisher asks for."
)
_TABLES = {"made": "fct_production", "world": "fct_concentration"}
_RELEASE = {"type": "string", "description": "The release that the file was made from."}


def describe(
    package: Package, keys: Mapping[str, Sequence[str]], server: str | None
) -> dict[str, Any]:
    """The OpenAPI document.

    Args:
        package: the release's own description, with its dictionary.
        keys: by kind of document, the keys that have one.
        server: address of the folder of the data; None: where this document stands.
    """
    docs = column_docs(package)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Critical minerals: static data",
            "version": "2.0.0",
            "summary": "Minerals, countries, claims and lists, each number with its source.",
            "description": _ABOUT,
            "license": {"name": "Per edition: see `licence` of every row"},
        },
        "servers": [{"url": server or ".", "description": "The folder of this document."}],
        "tags": [{"name": kind.name, "description": kind.subject.about} for kind in KINDS],
        "paths": {
            "/index.json": _index_path(),
            **{f"/{kind.name}/{{{kind.key}}}.json": _path(kind, keys[kind.name]) for kind in KINDS},
        },
        "components": {
            "schemas": {
                "Index": _index(),
                **{_document_name(kind): _document(kind) for kind in KINDS},
                **{shape.name: _row(shape, docs) for shape in SHAPES},
            }
        },
    }


def _path(kind: Kind, keys: Sequence[str]) -> dict[str, Any]:
    return {
        "get": {
            "operationId": f"get_{kind.subject.name.lower()}",
            "summary": f"One file of {kind.name}",
            "tags": [kind.name],
            "parameters": [
                {
                    "name": kind.key,
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "enum": list(keys)},
                }
            ],
            "responses": _responses(_document_name(kind)),
        }
    }


def _index_path() -> dict[str, Any]:
    return {
        "get": {
            "operationId": "get_index",
            "summary": "Every file with its path",
            "responses": _responses("Index"),
        }
    }


def _responses(schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _reference(schema)}}
    return {
        "200": {"description": "The file.", "content": content},
        "404": {"description": "Nothing is held of it in this release, which is not zero."},
    }


def _document_name(kind: Kind) -> str:
    return f"{kind.subject.name}Document"


def _document(kind: Kind) -> dict[str, Any]:
    return _object(
        {
            "release_id": _RELEASE,
            kind.subject.name.lower(): _reference(kind.subject.name),
            **{name: _list_of(shape.name) for name, shape in kind.lists.items()},
            "editions": _list_of(EDITION.name),
        }
    )


def _index() -> dict[str, Any]:
    entry = _object({name: {"type": "string"} for name in ("id", "name", "path")})
    lists = {kind.name: {"type": "array", "items": entry} for kind in KINDS}
    return _object({"release_id": _RELEASE, **lists})


def _row(shape: Shape, docs: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    own = {column: _column(docs[shape.released][column]) for column in shape.columns}
    return {
        "description": f"{shape.about} Read from `{shape.table}`.",
        **_object({**own, **{n: _joined(s, docs) for n, s in shape.joined.items()}}),
    }


def _joined(
    source: str,
    docs: Mapping[str, Mapping[str, Mapping[str, Any]]],
) -> dict[str, Any]:
    """A field of another table; nothing is there where the row leads to no row of it."""
    table, column = source.split(".")
    if table == "printed":
        return _ROWS_OF_INDEX
    described = docs[_TABLES.get(table, table)][column]
    return _column(
        {**described, "constraints": {**described.get("constraints", {}), "required": 0}}
    )


def _column(column: Mapping[str, Any]) -> dict[str, Any]:
    """A column of the dictionary as JSON Schema; null where the contract does not forbid it."""
    kind = _FORMATS.get(column["type"], {"type": column["type"]})
    rules = column.get("constraints", {})
    is_filled = bool(rules.get("required"))
    words = {"enum": [*rules["enum"], *([] if is_filled else [None])]} if "enum" in rules else {}
    unit = {"x-unit": column["unit"]} if column["unit"] else {}
    shown = kind["type"] if is_filled else [kind["type"], "null"]
    return {**kind, "type": shown, **words, **unit, "description": column["description"]}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _reference(name)}
