"""The dbt project's domains: who may read whom, and what a model's prefix promises.

Belongs here: the direction between folders and the kinds of model, read from dbt's manifest.
Does not belong here: what the models compute.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from orchestration.build.dbt import manifest_path
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

DOMAINS = ("staging", "reference", "cells", "figures", "evidence", "claims", "reporting")
# Beside figures: neither reads the other, and what both need is below them.
BESIDE = {"trade": "figures"}
RELEASED = ("marts", "public", True)
# prefix -> schema, access, whether the contract is enforced
KINDS = {
    "stg": ("staging", "protected", False),
    "int": ("intermediate", "private", False),
    "core": ("core", "protected", True),
    "dim": RELEASED,
    "fct": RELEASED,
    "rpt": RELEASED,
}
Node = dict[str, Any]


@pytest.fixture(scope="module")
def nodes(parsed: Settings) -> dict[str, Node]:
    """Models, seeds and data tests of the project as it stands, by dbt's own id."""
    manifest = json.loads(manifest_path(parsed).read_text())
    found: dict[str, Node] = manifest["nodes"]
    counts = [sum(node["resource_type"] == kind for node in found.values()) for kind in BUILT]
    assert all(count > least for count, least in zip(counts, BUILT.values(), strict=True)), counts
    return found


BUILT = {"model": 60, "seed": 20, "test": 100}


def of_kind(nodes: dict[str, Node], *kinds: str) -> list[Node]:
    return [node for node in nodes.values() if node["resource_type"] in kinds]


def domain_of(node: Node) -> str:
    return str(node["fqn"][1])


def place_of(node: Node) -> int:
    domain = domain_of(node)
    return DOMAINS.index(BESIDE.get(domain, domain))


def arrows(nodes: dict[str, Node]) -> Iterator[tuple[Node, Node]]:
    """Every node and each model or seed that it reads."""
    for node in nodes.values():
        for parent in node["depends_on"].get("nodes", ()):
            if parent in nodes:
                yield nodes[parent], node


def test_the_domains_are_the_folders(nodes: dict[str, Node]) -> None:
    project = PROJECT_ROOT / "dbt_project"
    assert {path.name for path in (project / "models").iterdir() if path.is_dir()} == {
        *DOMAINS,
        *BESIDE,
    }
    assert {domain_of(node) for node in of_kind(nodes, "model")} == {*DOMAINS, *BESIDE}
    for folder, files in (("seeds", "csv"), ("tests", "sql")):
        found = {path.parent.name for path in (project / folder).rglob(f"*.{files}")}
        assert found - {"generic"} <= {*DOMAINS, *BESIDE}
        assert not list((project / folder).glob(f"*.{files}"))


def test_nothing_reads_a_later_domain(nodes: dict[str, Node]) -> None:
    found = [(parent, child) for parent, child in arrows(nodes)]
    assert len(found) > 300
    upward = [
        (child["name"], parent["name"])
        for parent, child in found
        if place_of(parent) > place_of(child)
    ]
    assert not upward


def test_domains_side_by_side_do_not_read_each_other(nodes: dict[str, Node]) -> None:
    crossed = {frozenset((domain_of(parent), domain_of(child))) for parent, child in arrows(nodes)}
    beside = {frozenset(pair) for pair in BESIDE.items()}
    assert beside
    assert not crossed & beside


def test_every_domain_is_read_by_a_later_one(nodes: dict[str, Node]) -> None:
    crossed = {
        (domain_of(parent), domain_of(child))
        for parent, child in arrows(nodes)
        if child["resource_type"] == "model"
    }
    assert set(pairwise(DOMAINS)) <= crossed


def test_a_prefix_says_schema_access_and_contract(nodes: dict[str, Node]) -> None:
    for node in of_kind(nodes, "model"):
        kind = node["name"].split("_")[0]
        promised = (node["schema"], node["access"], node["contract"]["enforced"])
        assert promised == KINDS[kind], node["name"]
        assert node["group"] == domain_of(node), node["name"]
        assert (kind == "stg") == (domain_of(node) == "staging"), node["name"]


def test_what_is_handed_over_is_read_by_a_later_domain(nodes: dict[str, Node]) -> None:
    handed = {node["name"] for node in of_kind(nodes, "model") if node["schema"] == "core"}
    read = {
        parent["name"]
        for parent, child in arrows(nodes)
        if child["resource_type"] == "model" and domain_of(parent) != domain_of(child)
    }
    assert handed
    assert handed <= read


def test_a_test_of_its_own_is_a_check_of_a_table_that_it_reads(nodes: dict[str, Node]) -> None:
    """Of one that it does not read it would be none: Dagster would only note that it ran."""
    checks = 0
    for node in nodes.values():
        if node["resource_type"] != "test" or node.get("attached_node"):
            continue
        read = [name.rsplit(".", 1)[1] for name in node["depends_on"]["nodes"]]
        named = node["config"]["meta"].get("dagster", {}).get("ref", {}).get("name")
        assert named in read or (named is None and len(read) == 1), (node["name"], named, read)
        checks += 1
    assert checks > 10
