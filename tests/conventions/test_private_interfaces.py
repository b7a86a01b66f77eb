"""What we use of other people's private parts: in one module each, and named when it goes."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.build.dbt_private import name_sources_cheaply
from tests.conftest import PROJECT_ROOT

ORCHESTRATION = PROJECT_ROOT / "orchestration"
HOLDERS = (
    ORCHESTRATION / "upkeep" / "dagster_private.py",
    ORCHESTRATION / "build" / "dbt_private.py",
)
PRIVATE = re.compile(r"dagster(_\w+)?\._|dagster_dbt\.|dbt\.(?!cli\.main$)|dbt_common\.")
OVERRIDDEN = {"_connect": ["self", "shard"], "dispose": ["self"]}
CALLED = ("_initdb", "conn_string_for_shard")
KEPT_BY_ITSELF = ("_db_lock", "_initialized_dbs")
EXPECTED = {  # parameters that are handed over by name or in this order
    ("dbt.contracts.graph.manifest", "Manifest.from_msgpack"): ["d"],
    ("dbt.contracts.graph.manifest", "Manifest.build_flat_graph"): ["self"],
    ("dbt.adapters.duckdb.connections", "DuckDBConnectionManager.close_all_connections"): [],
    ("dbt_common.behavior_flags", "BehaviorFlagRendered._default_source"): [],
    (
        "dagster_dbt.core.dbt_cli_event",
        "DbtCoreCliEventMessage.to_default_asset_events",
    ): ["self", "manifest", "dagster_dbt_translator", "context", "target_path"],
}


def imported(path: Path) -> list[tuple[str, str]]:
    """Module and name of everything private that a file imports."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return [
        (node.module, each.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and PRIVATE.match(node.module)
        for each in node.names
    ]


USED = [each for path in HOLDERS for each in imported(path)]


def found(module: str, name: str) -> Any:
    thing: Any = import_module(module)
    for part in name.split("."):
        assert hasattr(thing, part), f"the installed version has no {module}.{name} any more"
        thing = getattr(thing, part)
    return thing


def test_only_the_named_modules_use_what_is_private() -> None:
    others = [path for path in sorted(ORCHESTRATION.rglob("*.py")) if path not in HOLDERS]
    assert len(others) > 190
    assert not {str(path): imported(path) for path in others if imported(path)}
    assert len(set(USED)) == 17


@pytest.mark.parametrize(("module", "name"), sorted(set(USED)), ids=lambda part: part)
def test_the_installed_versions_have_it(module: str, name: str) -> None:
    found(module, name)


@pytest.mark.parametrize(("module", "name"), EXPECTED, ids=lambda part: part)
def test_it_is_called_as_before(module: str, name: str) -> None:
    taken = list(signature(found(module, name)).parameters)
    assert set(EXPECTED[module, name]) <= set(taken), f"{module}.{name} takes {taken} now"


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_what_is_overridden_is_still_there(name: str) -> None:
    method = found("dagster._core.storage.event_log", f"SqliteEventLogStorage.{name}")
    assert list(signature(method).parameters) == OVERRIDDEN[name]


@pytest.mark.parametrize("name", [*CALLED, *KEPT_BY_ITSELF])
def test_what_the_override_builds_on_is_still_there(name: str, tmp_path: Path) -> None:
    storage = SqliteEventLogStorage(str(tmp_path))
    assert hasattr(storage, name), f"the installed Dagster has no SqliteEventLogStorage.{name}"
    storage.dispose()


def test_a_flag_of_dbt_is_named_after_the_module_that_asks() -> None:
    """As dbt itself does it, which a copy of the module that nobody changed shows."""
    from dbt_common import behavior_flags

    spec = find_spec("dbt_common.behavior_flags")
    assert spec is not None
    assert spec.loader is not None
    unchanged = module_from_spec(spec)
    spec.loader.exec_module(unchanged)
    name_sources_cheaply()
    flag = {"name": "new_ways", "default": False, "description": "New ways."}
    sources = {
        module.BehaviorFlagRendered(flag, {})._behavior_change_event.flag_source
        for module in (unchanged, behavior_flags)
    }
    assert sources == {__name__}
