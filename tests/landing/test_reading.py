"""What a run reads is found out when it runs, and what it has read is what a release stands for."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg
import duckdb
import pytest

from orchestration.build.built import built_from, built_landed, remember_read
from orchestration.build.raw_tables import write_landed_editions
from orchestration.landing import mark_released, pinned, reject
from orchestration.landing.editions import load
from orchestration.landing.pins import landed_frame
from orchestration.landing.types import EditionRow, PinnedEdition
from orchestration.publishers import publisher_of
from orchestration.release import compute_build_key
from orchestration.settings import Settings
from orchestration.steps.assets.raw import build_raw_assets, edition_key, editions_of
from tests.landing.conftest import NEXT, World

USGS = publisher_of(NEXT)


def reading_step(settings: Settings) -> dg.AssetsDefinition:
    """The step that reads the survey, as the code location has it when it is loaded."""
    (step,) = [s for s in build_raw_assets(settings) if s.node_def.name == "read_usgs_mcs"]
    return step


def run(step: dg.AssetsDefinition) -> set[str]:
    """Run it, and give the editions that it reports."""
    finished = dg.materialize([step], raise_on_error=True)
    keys = {event.asset_key for event in finished.get_asset_materialization_events()}
    return {key.path[-1] for key in keys if key and key.path[-1].startswith("usgs_mcs_")}


def editions_in(settings: Settings) -> set[str]:
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        rows = connection.execute("select distinct edition_id from raw.usgs_mcs_cells").fetchall()
    return {str(row[0]) for row in rows}


@pytest.mark.slow
def test_an_edition_that_landed_after_loading_is_read_by_the_next_run(world: World) -> None:
    step = reading_step(world.settings)
    assert edition_key(USGS, NEXT) not in step.keys
    world.land()
    assert run(step) == {"usgs_mcs_2026", NEXT}
    assert editions_in(world.settings) == {"usgs_mcs_2026", NEXT}
    assert set(built_landed(world.settings)) == {NEXT}


@pytest.mark.slow
def test_an_edition_that_was_turned_down_after_loading_is_not_read(landed: World) -> None:
    step = reading_step(landed.settings)
    assert edition_key(USGS, NEXT) in step.keys
    reject(landed.settings, f"{NEXT}@1", "withdrawn")
    assert run(step) == {"usgs_mcs_2026"}
    assert editions_in(landed.settings) == {"usgs_mcs_2026"}


def test_with_a_folder_of_files_the_landing_has_no_say(landed: World) -> None:
    given = landed.settings.model_copy(
        update={"input_dir": landed.settings.warehouse_dir.parent / "given"}
    )
    given.input_dir.mkdir()
    (given.input_dir / "MCS2027_Fig3_Major_Import_Sources.csv").write_bytes(b"")
    assert pinned(given) == {}
    assert [e.origin for e in editions_of(given, USGS).values()] == ["embedded"]


@pytest.mark.slow
def test_the_build_key_counts_what_is_pinned(world: World) -> None:
    before = compute_build_key(world.settings)
    world.land()
    after = compute_build_key(world.settings)
    assert after.key != before.key
    new = set(after.inputs) - set(before.inputs)
    assert new == {f"landing/{NEXT}/{name}" for name in world.files}
    reject(world.settings, f"{NEXT}@1", "withdrawn")
    assert compute_build_key(world.settings).key == before.key


@pytest.mark.slow
def test_a_release_stands_for_what_was_read_not_for_what_landed_meanwhile(world: World) -> None:
    """An edition that lands between reading and publishing must be built by the next refresh."""
    embedded = {r: e for r, e in pinned(world.settings).items() if r == "usgs_mcs_2026"}
    remember_read(world.settings, "usgs_mcs", embedded)
    before = compute_build_key(world.settings).key
    world.land()
    assert set(built_from(world.settings)) == {"usgs_mcs_2026"}
    as_built = compute_build_key(world.settings, built_landed(world.settings)).key
    assert as_built == before
    assert as_built != compute_build_key(world.settings).key


def test_the_last_good_pins_are_remembered(landed: World) -> None:
    mark_released(landed.settings, {f"{NEXT}@1", "wmd_2030@4"}, "20270201T093000Z-0123abcd", "")
    (revision,) = load(landed.settings).all()
    assert revision.is_released


def test_landed_editions_have_a_table_that_is_empty_without_them(landed: World) -> None:
    settings = landed.settings
    columns = "select edition_id, edition, retrieved_at from raw.landed_editions"
    assert write_landed_editions(settings, []) == 0
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        assert connection.execute(columns).fetchall() == []
    assert write_landed_editions(settings, list(pinned(settings).values())) == 1
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        ((edition_id, edition, day),) = connection.execute(columns).fetchall()
    arrived = pinned(settings)[NEXT].arrived_at
    assert arrived is not None
    assert (edition_id, edition, day) == (NEXT, "2027", arrived.date().isoformat())


def test_a_landed_list_has_the_source_that_the_seed_gives_it() -> None:
    """Lists land as one source; each continues the lists of its own source in `dim_edition`."""
    row = EditionRow("UK criticality assessment", "2024", None, "", "OGL v3", "")
    arrived = datetime(2027, 2, 1, tzinfo=UTC)
    uk = PinnedEdition("uk_2024", "critical_lists", "landed", row=row, arrived_at=arrived)
    assert landed_frame([uk])["source_id"].tolist() == ["uk_criticality"]
