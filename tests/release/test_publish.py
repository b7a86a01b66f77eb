"""Publication: what a release holds, and every reason for which nothing is published."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.build.relations import leaving_alone, relation_digests
from orchestration.gates.verdicts import verdict_path
from orchestration.ground.errors import ReleaseError
from orchestration.release import (
    current_release,
    list_releases,
    publish,
    read_manifest,
    unchanged_release,
    verify,
)
from orchestration.release.publish import BILL_OF_MATERIALS
from tests.conftest import PROJECT_ROOT
from tests.release.conftest import KEYS, World


def read(path: Path) -> Any:
    return json.loads(path.read_text())


@pytest.mark.slow
def test_release_holds_what_it_promises(world: World) -> None:
    outcome = world.publish()
    assert outcome.is_new
    assert {path.name for path in outcome.folder.iterdir()} == {
        "CHANGELOG.md",
        *([BILL_OF_MATERIALS.name] if BILL_OF_MATERIALS.is_file() else []),
        "dim_edition.parquet",
        "fct_production.parquet",
        "critical_minerals.duckdb",
        "datapackage.json",
        "diff.json",
        "diff.md",
        "manifest.json",
    }
    assert world.total == 251600
    assert list_releases(world.settings) == [outcome.release_id]
    assert current_release(world.settings) == outcome.folder
    assert (world.settings.releases_dir / "current").read_text().strip() == outcome.release_id
    assert verify(world.settings).is_sound


def test_release_id_is_time_and_content(world: World) -> None:
    outcome = world.publish()
    manifest = read_manifest(outcome.folder)
    moment, content = outcome.release_id.split("-")
    assert len(moment) == len("20261122T003200Z")
    assert manifest.content_sha256.startswith(content)


def test_manifest_says_what_the_release_was_made_of(world: World) -> None:
    manifest = read_manifest(world.publish().folder)
    assert [entry.path for entry in manifest.inputs] == ["figures.csv"]
    assert len(manifest.inputs[0].sha256) == 64
    assert manifest.tables["fct_production"].rows == 3
    assert manifest.previous_release is None
    assert manifest.gates.suites == 3
    assert manifest.gates.expectations_evaluated == 6
    assert all(verdict.passed for verdict in manifest.gates.verdicts)
    assert {"version", "commit"} == set(manifest.code.model_dump())


def test_datapackage_describes_every_field(world: World) -> None:
    package = read(world.publish().folder / "datapackage.json")
    resources = {resource["name"]: resource for resource in package["resources"]}
    schema = resources["fct_production"]["schema"]
    assert schema["primaryKey"] == KEYS["fct_production"]
    assert [field["type"] for field in schema["fields"]] == [
        "string",
        "string",
        "integer",
        "number",
        "date",
    ]
    assert all(field["description"] and "unit" in field for field in schema["fields"])
    assert schema["fields"][3]["unit"] == "tonnes"
    assert schema["fields"][0]["constraints"] == {"required": True}
    assert package["$schema"].endswith("/2.0/datapackage.json")
    assert package["licenses"] == [{"name": "US-public-domain", "title": "US public domain"}]
    assert package["sources"][0]["path"] == "doi:10.5066/P1WKQ63T"


def add_shares(world: World, where: str = "") -> None:
    """A mart that says of itself that all its rows stand in `fct_production`."""
    columns = ["edition_id", "country_id", "quantity_tonnes"]
    rows = f"select {', '.join(columns)} from marts.fct_production {where}"  # noqa: S608
    world.run(f"create table marts.fct_share as {rows}")
    world.write_suite("marts", "fct_share", columns[:2])
    world.write_manifest({"fct_share": columns}, views={"fct_share": "fct_production"})


def test_what_another_table_holds_whole_is_a_view_of_it(world: World) -> None:
    add_shares(world)
    folder = world.publish().folder
    assert world.served("select view_name, comment from duckdb_views() where not internal") == [
        ("fct_share", "All about fct_share.")
    ]
    rows = world.served("from marts.fct_share")
    assert len(rows) == 3
    with duckdb.connect(":memory:") as connection:
        assert connection.execute(f"from '{folder}/fct_share.parquet'").fetchall() == rows
        connection.execute(f"attach '{world.settings.served_database}' as mine (read_only)")
        assert connection.execute("from mine.marts.fct_share").fetchall() == rows


def test_a_view_that_is_not_what_was_judged_is_not_published(world: World) -> None:
    add_shares(world, where="where country_id <> 'AUS'")
    with pytest.raises(ReleaseError, match="fct_share: content in the database is not what"):
        world.publish()


def test_served_file_describes_itself_and_suits_older_engines(world: World) -> None:
    world.publish()
    comments = world.served("select comment from duckdb_columns() where schema_name = 'marts'")
    assert ("Meaning of quantity_tonnes. [tonnes]",) in comments
    assert world.served("select comment from duckdb_tables() where table_name = 'dim_edition'") == [
        ("All about dim_edition.",)
    ]
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{world.settings.served_database}' as served (read_only)")
        (tags,) = connection.execute(
            "select tags from duckdb_databases() where database_name = 'served'"
        ).fetchall()[0]
    assert tags["storage_version"].startswith("v1.0.0")


@pytest.mark.slow
def test_parquet_bytes_depend_on_rows_only(world: World, other_world: World) -> None:
    other_world.run(
        "create or replace table marts.fct_production as "
        "from marts.fct_production order by quantity_tonnes"
    )
    first, second = world.publish(), other_world.publish()
    for name in ("dim_edition.parquet", "fct_production.parquet"):
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()
    assert first.release_id.split("-")[1] == second.release_id.split("-")[1]


@pytest.mark.slow
def test_same_content_is_no_new_release(world: World) -> None:
    first = world.publish()
    served = world.settings.served_database.stat().st_mtime_ns
    world.run(
        "create or replace table marts.fct_production as from marts.fct_production order by year"
    )
    again = world.publish()
    assert not again.is_new
    assert again.release_id == first.release_id
    assert "nothing changed" in again.summary
    assert world.settings.served_database.stat().st_mtime_ns == served
    assert list_releases(world.settings) == [first.release_id]


@pytest.mark.slow
def test_new_meaning_is_a_new_release(world: World) -> None:
    first = world.publish()
    world.write_manifest(quantity_tonnes="Metal content, not ore.")
    second = world.publish()
    assert second.is_new
    assert second.previous == first.release_id
    assert ("Metal content, not ore. [tonnes]",) in world.served(
        "select comment from duckdb_columns()"
    )


@pytest.mark.slow
def test_unchanged_build_is_known_without_building(world: World) -> None:
    settings = world.settings
    assert unchanged_release(settings) is None
    outcome = world.publish()
    assert unchanged_release(settings) == outcome.folder
    (settings.embedded_dir / "figures.csv").write_text("name,value\nCongo,220001\n")
    assert unchanged_release(settings) is None
    world.publish()
    assert unchanged_release(settings) == outcome.folder
    world.settings.served_database.unlink()
    assert unchanged_release(settings) is None


def change_table(world: World) -> None:
    world.grow()


def change_suite(world: World) -> None:
    world.write_suite("marts", "fct_production", KEYS["fct_production"], most=999)


def drop_verdict(world: World) -> None:
    verdict_path(world.settings.verdicts_dir, "marts/fct_production").unlink()


def fail_gate(world: World) -> None:
    world.run("insert into marts.fct_production select * from marts.fct_production")
    world.judge()


def add_table(world: World) -> None:
    world.run("create table marts.rpt_new as select 1 as a")


def drop_table(world: World) -> None:
    world.run("drop table marts.fct_production")


def change_raw(world: World) -> None:
    world.run("delete from raw.figures where source_row = 2")


def forget_raw(world: World) -> None:
    world.run("drop schema raw cascade")


def spoil_verdict(world: World) -> None:
    verdict_path(world.settings.verdicts_dir, "marts/fct_production").write_text("{}")


def silence_column(world: World) -> None:
    world.write_manifest(country_id="")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (change_table, "marts.fct_production: its content is not what was judged"),
        (change_suite, "marts.fct_production: its suite, frame or accepted deviations changed"),
        (drop_verdict, "marts.fct_production: it was never judged"),
        (spoil_verdict, "marts.fct_production: it was never judged"),
        (fail_gate, "marts.fct_production: its gate did not pass: key_is_unique"),
        (add_table, "marts.rpt_new: no suite guards it"),
        (drop_table, "marts.fct_production: missing in the build"),
        (change_raw, "raw.figures: its content is not what was judged"),
        (forget_raw, "raw: the build has no table of this layer"),
        (silence_column, "fct_production.country_id has no description"),
    ],
)
def test_nothing_is_published_without_a_verdict_on_exactly_this(
    spoil: Callable[[World], None], reason: str, world: World
) -> None:
    first = world.publish()
    world.grow()
    world.judge()
    spoil(world)
    with pytest.raises(ReleaseError) as refused:
        publish(world.settings)
    assert reason in str(refused.value)
    assert list_releases(world.settings) == [first.release_id]
    assert world.total == 251600


def test_what_changed_behind_a_build_is_not_published(world: World) -> None:
    world.judge()
    before = relation_digests(world.settings, ["marts.fct_production"])
    with leaving_alone(world.settings, ["marts.fct_production"]):
        change_table(world)
    assert relation_digests(world.settings, ["marts.fct_production"]) == before
    with pytest.raises(ReleaseError, match="content in the database is not what was judged"):
        publish(world.settings)
    assert list_releases(world.settings) == []
    assert relation_digests(world.settings, ["marts.fct_production"]) != before, "walked again"


def test_all_reasons_are_named_at_once(world: World) -> None:
    world.judge()
    change_suite(world)
    change_raw(world)
    add_table(world)
    with pytest.raises(ReleaseError, match="3 reasons"):
        publish(world.settings)


def test_verdict_on_another_comparison_does_not_count(world: World) -> None:
    world.judge()
    early = {path: path.read_text() for path in world.settings.verdicts_dir.glob("marts__*.json")}
    publish(world.settings)
    for path, text in early.items():
        path.write_text(text)
    with pytest.raises(ReleaseError, match="compared with no release"):
        publish(world.settings)


@pytest.mark.slow
def test_only_the_newest_are_kept(world: World) -> None:
    world.settings = world.settings.model_copy(update={"keep_releases": 2})
    outcomes = []
    for _ in range(3):
        world.grow()
        outcomes.append(world.publish())
    kept = [outcome.release_id for outcome in outcomes[1:]]
    assert list_releases(world.settings) == sorted(kept)
    assert any(outcomes[0].release_id in note for note in outcomes[2].notes)


@pytest.mark.slow
def test_readers_in_other_processes_never_notice(world: World) -> None:
    world.publish()
    script = (
        "import duckdb, sys\n"
        "held = duckdb.connect(sys.argv[1], read_only=True)\n"
        "ask = 'select sum(quantity_tonnes) from marts.fct_production'\n"
        "for line in sys.stdin:\n"
        "    print(held.execute(ask).fetchone()[0], flush=True)\n"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", script, str(world.settings.served_database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None

    def ask() -> float:
        print("?", file=reader.stdin, flush=True)
        return float(reader.stdout.readline())  # type: ignore[union-attr]

    try:
        assert ask() == 251600
        world.grow()
        world.publish()
        assert ask() == 251600
        assert world.total == 254600
    finally:
        reader.stdin.close()
        assert reader.wait(timeout=60) == 0


@pytest.mark.slow
def test_log_left_beside_the_served_file_is_put_aside(world: World) -> None:
    world.publish()
    wal = world.settings.served_database.with_name("critical_minerals.duckdb.wal")
    wal.write_bytes(b"left by somebody who wrote to the served file")
    world.grow()
    outcome = world.publish()
    assert world.total == 254600
    assert not wal.exists()
    assert any("its log is kept" in note for note in outcome.notes)


@pytest.mark.slow
def test_served_file_changed_by_hand_is_mended(world: World) -> None:
    first = world.publish()
    path = world.settings.served_database
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.fct_production set quantity_tonnes = 0")
    assert any("changed by somebody" in problem for problem in verify(world.settings).problems)
    again = world.publish()
    assert not again.is_new
    assert again.release_id == first.release_id
    assert world.total == 251600


def test_importing_the_release_room_is_cheap() -> None:
    heavy = ("dagster", "dbt", "great_expectations", "pandas", "duckdb")
    script = (
        "import sys, orchestration.release as r\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT_ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == "[]"
