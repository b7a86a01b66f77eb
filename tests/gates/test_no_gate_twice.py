"""A mart suite repeats nothing that dbt holds already: no contract, key, word list or order.

dbt's contracts hold types, columns and what must be filled; its tests hold keys, relations, word
lists and identities. A suite asks whether an analyst would believe the figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from orchestration.build.dbt import manifest_path
from orchestration.gates.suites import Expectation, Suite, load_suites
from orchestration.settings import Settings
from tests.gates.test_suites import SUITES

MARTS = load_suites(SUITES, "marts")
Held = dict[str, Any]


@pytest.fixture(scope="module")
def held(released: Settings) -> dict[str, Held]:
    """What dbt holds of each mart: its columns, the filled ones, keys, word lists and rules."""
    nodes = json.loads(manifest_path(released).read_text())["nodes"].values()
    models = {n["name"]: _contract(n) for n in nodes if n["resource_type"] == "model"}
    for node in nodes:
        model = models.get((node.get("attached_node") or "").split(".")[-1])
        if node["resource_type"] == "test" and model is not None:
            _take(model, node["test_metadata"])
    return models


def _contract(node: dict[str, Any]) -> Held:
    columns = node["columns"] if node["contract"]["enforced"] else {}
    filled = {
        name
        for name, column in columns.items()
        if any(rule["type"] == "not_null" for rule in column["constraints"])
    }
    keys = [set(rule["columns"]) for rule in node["constraints"] if rule["type"] == "primary_key"]
    return {"columns": set(columns), "filled": filled, "keys": keys, "words": {}, "rules": ""}


def _take(model: Held, test: dict[str, Any]) -> None:
    arguments = test["kwargs"]
    if test["name"] == "unique_combination_of_columns" and "combination_of_columns" in arguments:
        model["keys"].append(set(arguments["combination_of_columns"]))
    elif test["name"] == "allowed_values":
        model["words"] |= {name: set(words) for name, words in arguments["values"].items()}
    elif test["name"] == "row_rules":
        model["rules"] += "\n".join(arguments["rules"].values())


def _unique(asked: dict[str, Any], model: Held) -> bool:
    columns = {asked["column"]} if "column" in asked else set(asked["column_list"])
    return any(key <= columns for key in model["keys"])


def _worded(asked: dict[str, Any], model: Held) -> bool:
    words = model["words"].get(asked["column"])
    return words is not None and words <= set(asked["value_set"])


def _ordered(asked: dict[str, Any], model: Held) -> bool:
    order = rf"\b{asked['column_B']} <= {asked['column_A']}\b(?! [-+*/])"
    return bool(re.search(order, model["rules"]))


HOLDS: dict[str, Callable[[dict[str, Any], Held], bool]] = {
    "column_values_to_be_unique": _unique,
    "compound_columns_to_be_unique": _unique,
    "column_values_to_not_be_null": lambda asked, model: asked["column"] in model["filled"],
    "column_values_to_be_in_set": _worded,
    "table_columns_to_match_set": lambda _, model: bool(model["columns"]),
    "table_columns_to_match_ordered_list": lambda _, model: bool(model["columns"]),
    "column_pair_values_a_to_be_greater_than_b": _ordered,
}


def repeats(expectation: Expectation, model: Held) -> bool:
    """Whether dbt's contract or a dbt test of the table holds what this expectation asks."""
    holds = HOLDS.get(expectation.type.removeprefix("expect_"))
    return holds is not None and holds(expectation.kwargs, model)


@pytest.mark.parametrize("suite", MARTS, ids=lambda suite: suite.name)
def test_suite_repeats_nothing_that_dbt_holds(suite: Suite, held: dict[str, Held]) -> None:
    model = held[suite.table.split(".")[1]]
    assert not [e.id for e in suite.expectations if repeats(e, model)]


def test_every_mart_has_what_its_suite_leaves_to_dbt(held: dict[str, Held]) -> None:
    assert len(MARTS) >= 36
    for suite in MARTS:
        model = held[suite.table.split(".")[1]]
        assert model["keys"], suite.name
        assert set(suite.key) <= model["columns"], suite.name
    assert sum(len(held[s.table.split(".")[1]]["words"]) for s in MARTS) >= 40


LINE = ["list_id", "member_no", "mineral_id"]
WORDS = ["element", "group", "form"]
REPEATED: list[tuple[str, str, dict[str, Any]]] = [
    ("fct_production", "column_values_to_not_be_null", {"column": "mineral_id"}),
    ("fct_production", "table_columns_to_match_set", {"column_set": ["mineral_id"]}),
    ("fct_production", "table_columns_to_match_ordered_list", {"column_list": ["mineral_id"]}),
    ("dim_mineral", "column_values_to_be_unique", {"column": "mineral_id"}),
    ("dim_mineral", "column_values_to_be_unique", {"column": "mineral_name"}),
    ("dim_country", "column_values_to_be_unique", {"column": "country_name"}),
    ("fct_list_member", "compound_columns_to_be_unique", {"column_list": [*LINE, "note"]}),
    (
        "fct_list_member",
        "column_values_to_be_in_set",
        {"column": "member_kind", "value_set": WORDS},
    ),
    (
        "fct_concentration",
        "column_pair_values_a_to_be_greater_than_b",
        {"column_A": "hhi_max", "column_B": "hhi"},
    ),
]
ITS_OWN: list[tuple[str, str, dict[str, Any]]] = [
    ("fct_production", "column_values_to_not_be_null", {"column": "quantity_tonnes"}),
    ("dim_mineral", "column_values_to_be_unique", {"column": "symbol"}),
    ("fct_list_member", "compound_columns_to_be_unique", {"column_list": LINE[:2]}),
    (
        "fct_list_member",
        "column_values_to_be_in_set",
        {"column": "member_kind", "value_set": WORDS[:1]},
    ),
    (
        "fct_concentration",
        "column_pair_values_a_to_be_greater_than_b",
        {"column_A": "hhi", "column_B": "hhi_max"},
    ),
    ("fct_concentration", "column_values_to_be_between", {"column": "hhi", "min_value": 0}),
]


@pytest.mark.parametrize(
    ("case", "expected"), [*((c, True) for c in REPEATED), *((c, False) for c in ITS_OWN)]
)
def test_a_repetition_is_seen(
    case: tuple[str, str, dict[str, Any]], expected: bool, held: dict[str, Held]
) -> None:
    table, kind, asked = case
    declared = Expectation("x", f"expect_{kind}", asked, "critical", "a test asks")
    assert repeats(declared, held[table]) is expected


def test_each_kind_of_repetition_is_proven() -> None:
    assert {kind for _, kind, _ in REPEATED} == set(HOLDS)
