"""The dictionary: what each table and column of a release means, from the dbt manifest.

Belongs here: descriptions, units, keys and references as the dbt project declares them.
Does not belong here: any description of its own; what dbt does not say is reported as missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.ground.errors import ReleaseError

# Column names carry their unit; `meta.unit` of a column overrules.
_UNITS = (
    ("_tonnes", "tonnes"),
    ("_pct", "percent"),
    ("_usd", "US dollars"),
)
_REFERENCE = re.compile(r"ref\(['\"](\w+)['\"]\)")


@dataclass(frozen=True)
class ColumnDoc:
    """What a column means.

    Args:
        description: in words.
        unit: of its numbers.
        values: the only ones it may have; empty where any may come.
        is_required: whether it has a value in every row.
    """

    description: str
    unit: str | None
    values: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class TableDoc:
    """What a table means, its key and what its columns point to.

    `view_of` names the released table that holds all its rows and columns, where one does.
    """

    name: str
    description: str
    columns: dict[str, ColumnDoc] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    foreign_keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    view_of: str | None = None


def read_dictionary(manifest: Path, schema: str = "marts") -> dict[str, TableDoc]:
    """Documentation of all models in a schema, by table name.

    Raises:
        ReleaseError: when the dbt manifest cannot be read.
    """
    try:
        nodes = json.loads(manifest.read_text())["nodes"]
    except (OSError, ValueError, KeyError) as error:
        raise ReleaseError(
            "The dbt manifest cannot be read, so the release could not say what it contains",
            where=str(manifest),
            found=str(error),
            way_out="run the build again",
        ) from error
    models = {
        node_id: node
        for node_id, node in nodes.items()
        if node["resource_type"] == "model" and node["schema"] == schema
    }
    tests: dict[str, list[dict[str, Any]]] = {node_id: [] for node_id in models}
    for node in nodes.values():
        if node["resource_type"] == "test" and node.get("attached_node") in tests:
            tests[node["attached_node"]].append(node.get("test_metadata") or {})
    return {node["name"]: _table(node, tests[node_id]) for node_id, node in models.items()}


def undocumented(docs: dict[str, TableDoc], table: str, columns: Iterable[str]) -> list[str]:
    """What the dictionary does not say about a table."""
    doc = docs.get(table)
    if doc is None:
        return [f"{table} is not a model of the dbt project"]
    problems = [] if doc.description else [f"{table} has no description"]
    if not doc.key:
        problems.append(f"{table} declares no key (primary_key in its contract)")
    for column in columns:
        if not doc.columns.get(column, ColumnDoc("", None)).description:
            problems.append(f"{table}.{column} has no description")
    return problems


def _table(node: dict[str, Any], tests: list[dict[str, Any]]) -> TableDoc:
    words = _words(tests)
    return TableDoc(
        name=node["name"],
        description=_flat(node.get("description", "")),
        columns={
            name: _column(name, column, words.get(name, ()))
            for name, column in node.get("columns", {}).items()
        },
        key=_key(node, tests),
        foreign_keys=_foreign_keys(tests),
        view_of=_meta(node).get("released_as_view_of"),
    )


def _column(name: str, column: dict[str, Any], values: Iterable[object]) -> ColumnDoc:
    required = any(c.get("type") == "not_null" for c in column.get("constraints") or [])
    return ColumnDoc(
        _flat(column.get("description", "")),
        _unit(name, column),
        tuple(map(str, values)),
        required,
    )


def _words(tests: list[dict[str, Any]]) -> dict[str, list[object]]:
    """Closed vocabularies by column, as the tests of the table name them."""
    found: dict[str, list[object]] = {}
    for test in (test for test in tests if test.get("name") == "allowed_values"):
        found |= _arguments(test)["values"]
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    return {**(node.get("meta") or {}), **((node.get("config") or {}).get("meta") or {})}


def _unit(name: str, column: dict[str, Any]) -> str | None:
    meta = _meta(column)
    if "unit" in meta:
        return str(meta["unit"])
    return next((unit for suffix, unit in _UNITS if name.endswith(suffix)), None)


def _key(node: dict[str, Any], tests: list[dict[str, Any]]) -> tuple[str, ...]:
    """The primary key of the contract, otherwise what a test says is unique."""
    for constraint in node.get("constraints") or []:
        if constraint.get("type") == "primary_key":
            return tuple(constraint["columns"])
    for test in tests:
        if test.get("name") == "unique_combination_of_columns":
            return tuple(_arguments(test)["combination_of_columns"])
    return ()


def _foreign_keys(tests: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    found = {}
    for test in (test for test in tests if test.get("name") == "foreign_keys"):
        for key in _arguments(test)["keys"]:
            reference = _REFERENCE.search(str(key["to"]))
            if reference:
                found[key["column"]] = (reference.group(1), key.get("field", key["column"]))
    return found


def _arguments(test: dict[str, Any]) -> dict[str, Any]:
    kwargs = test.get("kwargs") or {}
    return {**kwargs, **(kwargs.get("arguments") or {})}
