"""`datapackage.json`: a release described as a data package, version 2 of the standard.

Belongs here: the descriptor's shape and the mapping of types.
Does not belong here: descriptions and units (`dictionary.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from orchestration.ground.connection import Column
from orchestration.ground.documents import Document, read_document
from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import write_json
from orchestration.release.dictionary import ColumnDoc, TableDoc
from orchestration.release.tables import Table

PACKAGE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_INTEGERS = re.compile(r"^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$")
_TYPES = {
    "VARCHAR": "string",
    "DOUBLE": "number",
    "FLOAT": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}


class _Described(Document):
    """A part of the package; the standard allows more keys, and they are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")


def _listed(fields: object) -> object:
    """Version 1 of the standard, which earlier releases follow, has one name without a list."""
    return [fields] if isinstance(fields, str) else fields


Fields = Annotated[list[str], BeforeValidator(_listed)]


class Reference(_Described):
    """The columns that a foreign key points to."""

    resource: str
    fields: Fields


class ForeignKey(_Described):
    """Columns that refer to another table."""

    fields: Fields
    reference: Reference


class Schema(_Described):
    """Columns and keys of a table."""

    fields: list[dict[str, Any]]
    primary_key: list[str] = Field(default_factory=list, alias="primaryKey")
    foreign_keys: list[ForeignKey] = Field(default_factory=list, alias="foreignKeys")


class Resource(_Described):
    """One table of the package."""

    name: str
    path: str
    description: str
    rows: int
    table_schema: Schema = Field(alias="schema")


class Package(_Described):
    """The descriptor of a release."""

    id: str
    created: str
    resources: list[Resource]


def read_package(folder: Path) -> Package:
    """The descriptor of a release.

    Raises:
        ReleaseError: when it cannot be read.
    """
    return read_document(
        Package,
        folder / PACKAGE,
        "A release has no readable description",
        way_out="delete the folder; another release can be served by `minerals rollback`",
        error=ReleaseError,
    )


def write_package(folder: Path, body: Mapping[str, Any]) -> None:
    """Write the descriptor of a release, which must be one that `read_package` can read."""
    Package.model_validate(body)
    write_json(folder / PACKAGE, body)


def describe_package(
    tables: Sequence[Table],
    docs: Mapping[str, TableDoc],
    sources: Sequence[Mapping[str, Any]],
    version: str,
) -> dict[str, Any]:
    """The descriptor without what changes from release to release (see `stamped`).

    Args:
        tables: the tables of the release.
        docs: what they mean.
        sources: publishers, as rows with title, path, licence and attribution.
        version: version of the code that made them.
    """
    return {
        "$schema": PROFILE,
        "name": "critical-minerals-warehouse",
        "title": "Critical minerals: production, shares and concentration by country",
        "description": "World production of minerals by country, from printed statistics, with "
        "shares, concentration and their bounds; one Parquet file per table and one DuckDB file.",
        "version": version,
        "sources": [_source(source) for source in sources],
        "licenses": _licences(sources),
        "resources": [_resource(table, docs[table.name], docs) for table in tables],
    }


def stamped(package: Mapping[str, Any], release_id: str, created: str) -> dict[str, Any]:
    """The descriptor of one release: with its id and date; sizes and digests are the manifest's."""
    return {**package, "id": release_id, "created": created}


def _resource(table: Table, doc: TableDoc, docs: Mapping[str, TableDoc]) -> dict[str, Any]:
    keys = set(doc.key)
    schema: dict[str, Any] = {
        "fields": [
            _field(column, doc.columns[column.name], is_key=column.name in keys)
            for column in table.columns
        ],
        "missingValues": [""],
    }
    if doc.key:
        schema["primaryKey"] = list(doc.key)
    if doc.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": resource, "fields": [field]}}
            for column, (resource, field) in sorted(doc.foreign_keys.items())
            if resource in docs
        ]
    return {
        "name": table.name,
        "type": "table",
        "title": titled(table.name.partition("_")[2]),
        "path": table.parquet,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": doc.description,
        "rows": table.fingerprint.row_count,
        "schema": schema,
    }


def _field(column: Column, doc: ColumnDoc, *, is_key: bool) -> dict[str, Any]:
    kind = frictionless_type(column.type)
    may_be_blank = column.name.endswith("_as_printed")  # a blank cell, which CSV reads as missing
    is_required = (doc.is_required or is_key) and not may_be_blank
    constraints: dict[str, Any] = {"required": True} if is_required else {}
    if doc.values and kind == "string":
        constraints["enum"] = list(doc.values)
    return {
        "name": column.name,
        "title": titled(column.name),
        "type": kind,
        "unit": doc.unit,
        "description": doc.description,
        **({"constraints": constraints} if constraints else {}),
    }


def titled(name: str) -> str:
    """A name as people write it: `share_all_min_pct` is `Share all min pct`."""
    return name.replace("_", " ").capitalize()


def frictionless_type(duckdb_type: str) -> str:
    """The Frictionless name of a DuckDB type."""
    if _INTEGERS.match(duckdb_type):
        return "integer"
    if duckdb_type.startswith("DECIMAL"):
        return "number"
    return _TYPES.get(duckdb_type, "any")


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    described = {"title": source["title"], "path": source["path"], "attribution": source["credit"]}
    return {key: value for key, value in described.items() if value}


def _licences(sources: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    names = sorted({str(source["licence"]) for source in sources if source["licence"]})
    return [{"name": re.sub(r"[^A-Za-z0-9._-]+", "-", name), "title": name} for name in names]
