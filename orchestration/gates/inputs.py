"""What a verdict follows from, by fingerprints that are known already: no row is read.

Belongs here: the digest of a suite's inputs, the tables that a frame's SQL names.
Does not belong here: taking fingerprints, what comes out of a frame (`frames.py`).

A refresh knows the fingerprint of every table it has just built, and a release those of its own.
Where all that a suite looks at is what its kept verdict looked at, nothing has to be walked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from orchestration.gates.suites import Suite

if TYPE_CHECKING:
    import duckdb

PREVIOUS = "previous"
"""The schema in which a frame finds the last release."""

Known = Mapping[str, str]
"""Fingerprints by `schema.table`; those of the last release by `previous.table`."""

# Words of SQL that mean another value each day; functions of this kind the engine itself knows.
_OF_THE_MOMENT = {"current_date", "current_time", "current_timestamp"}
_OF_THE_MOMENT |= {"localtime", "localtimestamp"}
_UNSTEADY = "select distinct function_name from duckdb_functions() where stability <> 'CONSISTENT'"
_NOT_RELEASED = "not in the last release"


def inputs_digest(
    connection: duckdb.DuckDBPyConnection,
    suite: Suite,
    known: Known,
    *,
    compares: bool,
    gone: Collection[str] = (),
) -> str:
    """Digest of all that the verdict of a suite follows from; empty where that is not known.

    Args:
        connection: any; it parses.
        suite: whose verdict.
        known: what is known of the build's tables and of the last release's.
        compares: whether there is a last release that the table is compared with.
        gone: sources whose rows of the last release are left out.
    """
    named = tables_named(connection, suite.frame_sql) if suite.frame_sql else set()
    if named is None:
        return ""
    table = suite.table.split(".", 1)[1]
    own = {name for name in named if not name.startswith(f"{PREVIOUS}.")} | {suite.table}
    theirs = {name for name in named if name.startswith(f"{PREVIOUS}.")} | {f"{PREVIOUS}.{table}"}
    if not own <= known.keys():
        return ""
    before = {name: known.get(name, _NOT_RELEASED) for name in theirs} if compares else None
    body = {
        "suite": [suite.sha256, suite.may_be_empty],
        "tables": {name: known[name] for name in own},
        "last_release": before and [before, sorted(gone)],
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def tables_named(connection: duckdb.DuckDBPyConnection, sql: str) -> set[str] | None:
    """Tables that a statement reads, as `schema.table`; None where its rows follow from more."""
    found = connection.execute("select json_serialize_sql(?)", [sql]).fetchone()
    parsed = json.loads(found[0]) if found else {"error": True}
    if parsed["error"]:
        return None
    nodes = list(_nodes(parsed))
    if any(node.get("type") == "TABLE_FUNCTION" for node in nodes) or _is_unsteady(
        connection, nodes
    ):
        return None
    tables = [node for node in nodes if node.get("type") == "BASE_TABLE"]
    parts = {part["key"] for node in nodes if "cte_map" in node for part in node["cte_map"]["map"]}
    # Without a schema it is one of the statement's own `with` parts, or a file.
    if {node["table_name"] for node in tables if not node["schema_name"]} - parts:
        return None
    return {f"{n['schema_name']}.{n['table_name']}" for n in tables if n["schema_name"]}


def _is_unsteady(
    connection: duckdb.DuckDBPyConnection, nodes: Collection[Mapping[str, Any]]
) -> bool:
    """Whether other rows may come out though no table changed."""
    called = {str(node["function_name"]) for node in nodes if "function_name" in node}
    words = {node["column_names"][-1] for node in nodes if node.get("type") == "COLUMN_REF"}
    if words & _OF_THE_MOMENT:
        return True
    return bool(called & {str(row[0]) for row in connection.execute(_UNSTEADY).fetchall()})


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a parsed statement."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from _nodes(each)
