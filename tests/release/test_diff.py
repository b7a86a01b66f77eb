"""The difference between releases: schema, rows and values, with keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.release.diff import diff_releases
from orchestration.release.diff_text import one_line
from tests.release.conftest import World


def diff_of(folder: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((folder / "diff.json").read_text())
    return body


def test_first_release_has_nothing_before_it(world: World) -> None:
    outcome = world.publish()
    diff = diff_of(outcome.folder)
    assert diff["previous_release"] is None
    assert {table["status"] for table in diff["tables"].values()} == {"added"}
    assert outcome.summary == "first release, 2 tables"


@pytest.mark.slow
def test_rows_and_values_are_named_by_key(world: World) -> None:
    first = world.publish()
    world.run(
        """
        delete from marts.fct_production where country_id = 'AUS';
        insert into marts.fct_production values ('usgs_mcs_2026', 'KAZ', 2024, 10, null);
        update marts.fct_production set quantity_tonnes = 230000 where country_id = 'COD';
        update marts.fct_production set seen_on = date '2026-03-01' where country_id = 'IDN';
        """
    )
    outcome = world.publish()
    diff = diff_of(outcome.folder)
    assert diff["previous_release"] == first.release_id
    assert diff["tables"]["dim_edition"]["status"] == "unchanged"
    table = diff["tables"]["fct_production"]
    assert table["rows"] == {"before": 3, "after": 3, "added": 1, "removed": 1, "changed": 2}
    assert table["changed_values"] == {"quantity_tonnes": 1, "seen_on": 1}
    key = {"edition_id": "usgs_mcs_2026", "country_id": "KAZ", "year": 2024}
    assert table["examples"]["added"] == [key]
    assert {
        "key": {**key, "country_id": "COD"},
        "column": "quantity_tonnes",
        "from": "220000",
        "to": "230000",
    } in table["examples"]["changed"]
    summary = f"gainst {first.release_id}: 1 table differs, rows 1 added, 1 removed, 2 changed"
    summary += "; breaks no reader"
    assert one_line(diff) == f"a{summary}"
    text = (outcome.folder / "diff.md").read_text()
    assert f"A{summary}." in text.splitlines()
    assert "* removed: edition_id=usgs_mcs_2026, country_id=AUS, year=2024" in text
    assert "quantity_tonnes 220000 → 230000" in text


@pytest.mark.slow
def test_schema_changes_are_named(world: World) -> None:
    world.publish()
    world.run(
        """
        alter table marts.fct_production drop column seen_on;
        alter table marts.fct_production add column year_text varchar default 'x';
        alter table marts.fct_production alter column year type bigint;
        """
    )
    columns = ["edition_id", "country_id", "year", "quantity_tonnes", "year_text"]
    world.write_manifest(columns={"fct_production": columns})
    diff = diff_of(world.publish().folder)
    table = diff["tables"]["fct_production"]
    assert table["status"] == "changed"
    assert table["columns"] == {
        "added": ["year_text"],
        "removed": ["seen_on"],
        "retyped": {"year": ["INTEGER", "BIGINT"]},
    }
    assert table["rows"]["changed"] == 0
    assert [(b["column"], b["kind"]) for b in diff["breaks"]] == [("seen_on", "column gone")]


@pytest.mark.slow
def test_tables_that_come_and_go_are_named(world: World) -> None:
    world.publish()
    world.write_suite("marts", "dim_added", ["edition_id"])
    world.write_manifest(columns={"dim_added": ["edition_id"]})
    world.run("create or replace table marts.dim_added as select edition_id from marts.dim_edition")
    diff = diff_of(world.publish().folder)
    assert diff["tables"]["dim_added"] == {"status": "added", "rows": {"after": 1}}
    world.run("drop table marts.dim_added")
    (world.settings.suites_dir / "marts" / "dim_added.json").unlink()
    diff = diff_of(world.publish().folder)
    assert diff["tables"]["dim_added"] == {"status": "removed", "rows": {"before": 1}}


@pytest.mark.slow
def test_examples_are_limited_but_counts_are_complete(world: World) -> None:
    world.publish()
    world.run(
        "insert into marts.fct_production "
        "select 'usgs_mcs_2026', 'C' || range, 2024, 1, null from range(500)"
    )
    outcome = world.publish()
    table = diff_of(outcome.folder)["tables"]["fct_production"]
    assert table["rows"]["added"] == 500
    assert len(table["examples"]["added"]) == 200
    assert "490 more added" in (outcome.folder / "diff.md").read_text()


@pytest.mark.parametrize("keys", [{"fct_x": ["place"]}, {}], ids=["key", "whole"])
def test_rows_that_may_not_be_passed_on_are_counted_and_not_shown(
    tmp_path: Path, keys: dict[str, list[str]]
) -> None:
    sides = {
        "before": "('A', 1, true), ('B', 1, false), ('C', 1, true), ('D', 1, false)",
        "after": "('A', 2, true), ('B', 2, false), ('E', 1, true), ('F', 1, false)",
    }
    with duckdb.connect() as connection:
        for side, rows in sides.items():
            (tmp_path / side).mkdir()
            path = tmp_path / side / "fct_x.parquet"
            connection.execute(
                f"copy (from (values {rows}) as t (place, amount, is_open)) to '{path}'"
            )
        diff = diff_releases(connection, tmp_path / "before", tmp_path / "after", keys)
    table = diff["tables"]["fct_x"]
    assert sum(table["rows"][kind] for kind in ("added", "removed", "changed")) in (6, 8)
    shown = str(table["examples"])
    assert all(f"'{place}'" in shown for place in "ACE")
    assert not any(f"'{place}'" in shown for place in "BDF")
