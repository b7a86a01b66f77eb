"""What an asset check asks, in words: made from what the check itself is, never written twice.

Belongs here: the description of a dbt test from its arguments or its own comment, and of a gate
from the reasons of its expectations.
Does not belong here: the tests (`dbt_project/`), the reasons (`expectations/suites/`).

The first words say what must hold: `dg list defs` and the list of checks show only those.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from orchestration.gates.suites import Suite
from orchestration.ground.counted import counted

_REFERRED = re.compile(r"ref\(\s*['\"](\w+)['\"]\s*\)")


def dbt_test_words(node: Mapping[str, Any], model: Mapping[str, Any] | None) -> str | None:
    """What a dbt test asks: its own description, or what its kind and its arguments say.

    Args:
        node: the test as it stands in dbt's manifest.
        model: the model that the test hangs on, which holds its key; None for a test of several.

    Returns:
        None for a test that says nothing about itself: of an unknown kind, without a comment, or of
        a model without a key, which dbt refuses when it builds.
    """
    if node.get("description"):
        return str(node["description"])
    kind = node.get("test_metadata")
    if not kind:
        return _comment(node["raw_code"]) or None
    words = _KINDS.get(kind["name"])
    key = {"combination_of_columns": _primary_key(model)}
    return words({**key, **kind["kwargs"]}) if words else None


def gate_words(suite: Suite | None) -> str:
    """What a gate asks of its table: the reasons of its suite, each once, in the suite's order."""
    if suite is None:
        return "The table has no suite of Great Expectations, so the gate refuses it."
    reasons = list(dict.fromkeys(expectation.why for expectation in suite.expectations))
    count = counted(len(suite.expectations), "expectation")
    lines = "\n".join(f"* {reason}" for reason in reasons)
    head = f"{reasons[0]} " if reasons else ""
    return f"{head}Suite `{suite.name}` of Great Expectations, {count}:\n\n{lines}"


def _comment(sql: str) -> str:
    """The lines of comment that a test file begins with."""
    lines = []
    for line in sql.lstrip().splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def _primary_key(model: Mapping[str, Any] | None) -> list[str]:
    rules = model.get("constraints", []) if model else []  # seeds and sources have no contract
    return next((rule["columns"] for rule in rules if rule["type"] == "primary_key"), [])


def _key(arguments: Mapping[str, Any]) -> str | None:
    columns = arguments["combination_of_columns"]
    return f"One row per {_listed(columns)}: together they are the key." if columns else None


def _links(arguments: Mapping[str, Any]) -> str:
    found = []
    for key in arguments["keys"]:
        table = _REFERRED.search(key["to"])
        found.append(f"{key['column']} in {table.group(1) if table else key['to']}")
    return f"Every filled key leads to a row: {', '.join(found)}."


def _words(arguments: Mapping[str, Any]) -> str:
    lists = (f"{column} ({', '.join(map(str, w))})" for column, w in arguments["values"].items())
    return f"Only known words, or nothing: {'; '.join(lists)}."


def _rules(arguments: Mapping[str, Any]) -> str:
    rules = arguments["rules"]
    said = ", ".join(name.replace("_", " ") for name in rules)
    conditions = "\n".join(f"* {name.replace('_', ' ')}: `{sql}`" for name, sql in rules.items())
    return f"In every row: {said}.\n\n{conditions}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_KINDS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "unique_combination_of_columns": _key,
    "foreign_keys": _links,
    "allowed_values": _words,
    "row_rules": _rules,
}
