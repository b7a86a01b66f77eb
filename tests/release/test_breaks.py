"""What breaks a reader: tables and columns gone, types, keys, units, words and meanings changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from orchestration.release.breaks import breaks_between
from orchestration.release.datapackage import Package
from orchestration.release.diff_text import as_markdown, one_line

FIELD = {"name": "share_pct", "type": "number", "unit": "percent", "description": "A share."}
STATUS = {"name": "status", "type": "string", "unit": None, "description": "What it is."}
BODY: dict[str, Any] = {
    "id": "",
    "created": "",
    "resources": [
        {
            "name": "fct_share",
            "path": "fct_share.parquet",
            "description": "Shares.",
            "rows": 1,
            "schema": {
                "fields": [FIELD, {**STATUS, "constraints": {"enum": ["zero", "reported"]}}],
                "primaryKey": ["status"],
            },
        }
    ],
}


def table_of(body: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = body["resources"][0]["schema"]
    return table


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "table gone": lambda body: body["resources"].clear(),
    "key": lambda body: table_of(body).update(primaryKey=["share_pct"]),
    "column gone": lambda body: table_of(body)["fields"].pop(0),
    "type": lambda body: table_of(body)["fields"][0].update(type="string"),
    "unit": lambda body: table_of(body)["fields"][0].update(unit="points"),
    "meaning": lambda body: table_of(body)["fields"][0].update(description="Another share."),
    "words gone": lambda body: table_of(body)["fields"][1]["constraints"].update(enum=["zero"]),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_of_break_is_named(kind: str) -> None:
    after = copy.deepcopy(BODY)
    CHANGES[kind](after)
    found = breaks_between(Package.model_validate(BODY), Package.model_validate(after))
    assert [each.kind for each in found] == [kind]
    diff = {"previous_release": "before", "tables": {}, "breaks": [found[0].model_dump()]}
    assert one_line(diff).endswith("; 1 change may break a reader")
    assert f"| {kind} |" in as_markdown(diff, "after")


def test_what_is_added_breaks_nobody() -> None:
    after = copy.deepcopy(BODY)
    table_of(after)["fields"].append({**FIELD, "name": "share_min_pct"})
    table_of(after)["fields"][1]["constraints"]["enum"].append("word")
    after["resources"].append({**copy.deepcopy(BODY["resources"][0]), "name": "fct_new"})
    assert breaks_between(Package.model_validate(BODY), Package.model_validate(after)) == []


def test_a_descriptor_of_version_one_can_still_be_read() -> None:
    body = copy.deepcopy(BODY)
    reference = {"resource": "dim_status", "fields": "status"}
    table_of(body)["foreignKeys"] = [{"fields": "status", "reference": reference}]
    (key,) = Package.model_validate(body).resources[0].table_schema.foreign_keys
    assert (key.fields, key.reference.fields) == (["status"], ["status"])
