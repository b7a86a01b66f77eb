"""Live figures all the way: landed files give what the embedded ones give; unseen editions pass.

The command line in a process of its own, on a real warehouse; nobody is asked for anything.
"""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from orchestration.build.dbt import manifest_path
from orchestration.landing import accept, hold_back, land, pinned, quarantined, read_ledger
from orchestration.publishers import embedded, publisher_of, read_raw_tables
from orchestration.publishers.editions import find_files
from orchestration.publishers.registry import RAW_TABLES
from orchestration.release import current_release, list_releases
from orchestration.release.dictionary import read_dictionary
from orchestration.release.tables import build_tables, open_build, write_parquet
from orchestration.settings import Settings
from tests.conftest import (
    MINERALS,
    environment_of,
    run_minerals,
)
from tests.landing.printer import EMBEDDED, announce, fetched, print_edition

NEXT, LONG = "usgs_mcs_2027", "MCS2027_Commodities_Data.csv"
NOBODY = "http://127.0.0.1:9"  # a port where nothing listens
UNREACHABLE = {
    "MINERALS_USGS_BASE_URL": NOBODY,
    "MINERALS_GOVUK_BASE_URL": NOBODY,
    "MINERALS_WORLDBANK_BASE_URL": NOBODY,
    "MINERALS_LIVE_TIME_LIMIT_SECONDS": "1",
}


def land_everything(settings: Settings, folder: Path, publisher_files: Path) -> Settings:
    """Every edition lands as the publishers' real files; nothing ships in this warehouse."""
    embedded.write(folder / "embedded", {})
    settings = settings.model_copy(update={"embedded_dir": folder / "embedded"})
    files = find_files(publisher_files)
    for edition_id in embedded.editions(EMBEDDED):
        given = {path.name: path.read_bytes() for path in files[edition_id]}
        source_id = publisher_of(edition_id).source_id
        edition = announce(given, edition_id, source_id=source_id)
        land(settings, edition, fetched(given, folder / "fetched"))
    # layouts changed between the editions, which is what a person is asked about
    for revision in quarantined(settings):
        accept(settings, revision.id, "another layout, the same figures", who="a test")
    return settings


@pytest.mark.slow
def test_landed_real_files_give_the_tables_that_ship_byte_for_byte(
    released_copy: Settings, publisher_files: Path, tmp_path: Path
) -> None:
    settings = land_everything(released_copy, tmp_path, publisher_files)
    pins = pinned(settings)
    assert {pin.origin for pin in pins.values()} == {"landed"}
    landed = {edition_id: pin.files for edition_id, pin in pins.items()}
    found = read_raw_tables(settings.embedded_dir, landed=landed)
    shipped = read_raw_tables(EMBEDDED)
    assert len(shipped["source_files"]) > 150
    for table in RAW_TABLES:
        pd.testing.assert_frame_equal(found[table], shipped[table], obj=table)
    text = build_again(settings, tmp_path)
    assert "0 editions as they ship; landed: baci_2026 (revision 1), eu_2023 (revision 1)" in text


@pytest.mark.long
def test_killed_then_built_again_it_gives_the_same_parquet_byte_for_byte(
    released_copy: Settings, tmp_path: Path
) -> None:
    before = released_copy.served_database.read_bytes()
    kill_while_it_builds(released_copy)
    assert released_copy.served_database.read_bytes() == before
    assert "editions as they ship" in build_again(released_copy, tmp_path)


def build_again(settings: Settings, tmp_path: Path) -> str:
    """Build everything anew: what a refresh says, once its tables are those of the release."""
    before = settings.served_database.read_bytes()
    finished = run_minerals(settings, "refresh", "--force")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "nothing changed" in finished.stdout.lower()
    assert settings.served_database.read_bytes() == before
    assert len(list_releases(settings)) == 1
    folder = current_release(settings)
    assert folder is not None
    rebuilt = parquet_of_the_build(settings, tmp_path / "parquet")
    assert len(rebuilt) > 30
    assert rebuilt == {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    return finished.stdout


def kill_while_it_builds(settings: Settings) -> None:
    """Start a refresh, wait until it writes to the build, and kill it without warning."""
    changed_at = settings.build_database.stat().st_mtime
    running = subprocess.Popen(
        [str(MINERALS), "refresh", "--force"],
        env=environment_of(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while running.poll() is None and settings.build_database.stat().st_mtime == changed_at:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL


def parquet_of_the_build(settings: Settings, folder: Path) -> dict[str, bytes]:
    """The marts of the build as the release would write them."""
    folder.mkdir()
    docs = read_dictionary(manifest_path(settings))
    with open_build(settings.build_database) as connection:
        written = [
            write_parquet(connection, table, docs[table.name].key, folder)
            for table in build_tables(settings, connection)
        ]
    return {path.name: path.read_bytes() for path in written}


def drop(settings: Settings, files: dict[str, bytes]) -> None:
    """Put files into the drop folder with their checksums, as a person does."""
    settings.drop_dir.mkdir(parents=True)
    for name, content in files.items():
        (settings.drop_dir / name).write_bytes(content)
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    (settings.drop_dir / "SHA256SUMS").write_text("\n".join(sums) + "\n")


@pytest.mark.long
def test_an_edition_that_nobody_has_seen_is_released_unattended(released_copy: Settings) -> None:
    """Dropped by hand while no publisher answers: taken, accepted, built, gated and released."""
    settings = released_copy
    drop(settings, print_edition(2027))
    finished = run_minerals(settings, "refresh", "--live", **UNREACHABLE)
    assert f"{NEXT}, revision 1 accepted: continues usgs_mcs_2026" in one_line(finished.stdout)
    assert finished.returncode == 8, finished.stdout + finished.stderr
    assert (
        "unreachable" in finished.stderr
        or "cannot be reached" in finished.stderr
        or "longer" in finished.stderr
    )
    assert len(list_releases(settings)) == 2
    check_marts(settings)
    check_memory(settings)


def one_line(text: str) -> str:
    return " ".join(text.split())


def check_marts(settings: Settings) -> None:
    """The new edition is the latest, the older ones are as they were, revisions pair the two."""
    with duckdb.connect(str(settings.served_database), read_only=True) as connection:

        def ask(sql: str) -> list[tuple[object, ...]]:
            return connection.execute(sql).fetchall()

        latest = ask(
            "select edition_id from marts.dim_edition where is_latest and source_id = 'usgs_mcs'"
        )
        assert latest == [(NEXT,)]
        rows = dict(
            ask(
                "select edition_id, count(*) from marts.fct_production "
                "where source_id = 'usgs_mcs' group by all"
            )
        )
        assert set(rows) == {f"usgs_mcs_{year}" for year in range(2022, 2028)}
        assert rows[NEXT] == rows["usgs_mcs_2026"]
        vintage = ask(
            "select distinct edition_id, year from marts.fct_production "
            "where source_id = 'usgs_mcs' and is_latest_vintage and year >= 2024 order by all"
        )
        assert (NEXT, 2026) in vintage
        assert (NEXT, 2025) in vintage
        assert ("usgs_mcs_2026", 2024) in vintage
        pairs = ask("select distinct from_edition_id, to_edition_id from marts.fct_revision")
        assert ("usgs_mcs_2026", NEXT) in pairs
        assert ("usgs_mcs_2025", "usgs_mcs_2026") in pairs
        profiles = ask("select count(*), count(distinct mineral_id) from marts.rpt_mineral_profile")
        assert profiles[0][0] == profiles[0][1]


def check_memory(settings: Settings) -> None:
    """The landing knows what was released: a later failure is not this edition's."""
    events = {(line.event, line.verdict) for line in read_ledger(settings)}
    assert {("arrival", "accepted"), ("refresh", "released")} <= events
    assert hold_back(settings, "something else broke") == []
    assert not [p for p in settings.drop_dir.rglob("*.csv") if "taken" not in p.parts]
    state = run_minerals(settings, "status")
    assert "landed: usgs_mcs_2027 (revision 1)" in state.stdout
    again = run_minerals(settings, "refresh")
    assert "Nothing changed" in again.stdout


@pytest.mark.slow
def test_an_arrival_that_breaks_a_refresh_is_held_back_and_the_release_stays(
    released_copy: Settings, tmp_path: Path
) -> None:
    settings = released_copy
    before = settings.served_database.read_bytes()
    files = {LONG: b"<!DOCTYPE html><p>Sign in</p>\n"}
    land(settings, announce(files, NEXT), fetched(files, tmp_path / "fetched"))
    accept(settings, NEXT, "a person was wrong", who="a test")
    finished = run_minerals(settings, "refresh")
    assert finished.returncode == 3, finished.stdout + finished.stderr
    assert f"{NEXT}@1 is held back" in finished.stdout
    assert "an HTML page" in finished.stderr
    assert settings.served_database.read_bytes() == before
    (held,) = quarantined(settings)
    assert "a refresh failed on it" in held.reasons[-1]
    again = run_minerals(settings, "refresh")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Nothing changed" in again.stdout
    assert NEXT in settings.notifications_file.read_text()


def test_without_network_live_ends_in_a_clear_error_and_the_release_stays(
    released_copy: Settings,
) -> None:
    before = released_copy.served_database.read_bytes()
    finished = run_minerals(released_copy, "refresh", "--live", **UNREACHABLE)
    assert finished.returncode == 8, finished.stdout + finished.stderr
    assert "No publisher could be asked" in finished.stderr
    assert "`minerals refresh` works without it on what is pinned" in one_line(finished.stderr)
    assert released_copy.served_database.read_bytes() == before
    assert len(list_releases(released_copy)) == 1
    assert {line.verdict for line in read_ledger(released_copy)} == {"failed"}
    pinned_only = run_minerals(released_copy, "refresh")
    assert pinned_only.returncode == 0, pinned_only.stderr
    assert "editions as they ship" in pinned_only.stdout


def test_a_folder_and_publishers_at_once_are_refused(
    released_copy: Settings, tmp_path: Path
) -> None:
    shutil.copytree(EMBEDDED, tmp_path / "given")
    finished = run_minerals(
        released_copy, "refresh", "--live", "--from", str(tmp_path / "given"), **UNREACHABLE
    )
    assert finished.returncode == 2
    assert "not both" in finished.stderr
