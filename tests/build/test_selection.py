"""What no node names counts for all of them, and what no node owns is dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from orchestration.build.relations import relation_digests, relation_names
from orchestration.build.selection import macro_digests, unseen_macros
from orchestration.build.strays import drop_strays
from orchestration.settings import Settings


def manifest(**macros: str) -> dict[str, Any]:
    """Two macros: a node names `seen`, which calls `deeper`; dbt calls `generate_schema_name`."""
    bodies = {"seen": "a", "deeper": "b", "generate_schema_name": "c", **macros}
    return {
        "metadata": {"project_name": "p"},
        "nodes": {"model.p.m": {"depends_on": {"macros": ["macro.p.seen", "macro.dbt.other"]}}},
        "macros": {
            f"macro.p.{name}": {
                "macro_sql": body,
                "package_name": "p",
                "depends_on": {"macros": ["macro.p.deeper"] if name == "seen" else []},
            }
            for name, body in bodies.items()
        },
    }


def test_a_macro_that_a_node_reaches_is_left_to_dbt() -> None:
    before = macro_digests(manifest())
    assert unseen_macros(before, manifest()) == []
    assert unseen_macros(before, manifest(seen="x", deeper="y")) == []


def test_a_macro_that_only_dbt_calls_changes_everything() -> None:
    before = macro_digests(manifest())
    assert unseen_macros(before, manifest(generate_schema_name="x")) == [
        "macro.p.generate_schema_name"
    ]
    more = macro_digests(manifest(generate_alias_name="gone"))
    assert unseen_macros(more, manifest()) == ["macro.p.generate_alias_name"]


def test_strays_are_dropped_whatever_they_are(tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path)
    settings.build_dir.mkdir()
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.kept as select 1 as one;
            create table marts.dim_release as select 1 as one;
            create view marts.reads_it as from marts.dim_release;
            create table marts."odd name" as select 1 as one
            """
        )
    before = relation_digests(settings, ["marts.kept"])
    dropped = drop_strays(settings, ["marts.kept", "marts.missing"])
    assert dropped == ["marts.dim_release", "marts.odd name", "marts.reads_it"]
    assert relation_names(settings) == {"marts.kept": "table"}
    assert relation_digests(settings, ["marts.kept"]) == before
