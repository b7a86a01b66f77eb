"""Dagster's own daemon on the project's own sensors: nothing twice, nothing forgotten, no secret.

The publisher is on this machine, the clock is the test's, the history is on disk. Where a daemon is
stopped, every object of it is let go of; the next one starts from the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import time_machine

from orchestration.fetching import patience
from orchestration.landing import quarantined
from orchestration.settings import Settings, get_settings
from orchestration.steps.cadence import CADENCES
from orchestration.steps.copies import build_copies_sensor, copies_job
from orchestration.steps.runs import runs_state
from tests.fetching.publisher import Publisher, Status
from tests.fetching.replays import ScienceBase
from tests.simulation.daemon import Daemon, prepare_home
from tests.simulation.world import environment
from tests.steps import location

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("daemon")]

SENTINEL = "s3cret-Zwyx9Qq"
BEGINS = datetime(2027, 2, 1, 6, tzinfo=UTC)
LONG = "MCS2027_Commodities_Data.csv"
ODD = b"another table,nothing of ours\r\n1,2\r\n"  # it is data, and no edition
SHELF = "/catalog/items"
# The year in tests/simulation has the refresh and the other publishers; here it is about one.
OTHERS = ("refresh_after_fetch", "refresh_when_due", "new_edition_critical_lists")
OTHERS += ("new_edition_wgi", "fetch_critical_lists_due", "fetch_wgi_due", "fetch_drop_folder_due")


class Scene:
    """A daemon, a publisher and a clock."""

    def __init__(self, daemon: Daemon, publisher: Publisher, clock: time_machine.Traveller) -> None:
        self.daemon, self.publisher, self.clock = daemon, publisher, clock
        self.shelf = ScienceBase(publisher)
        self.settings = get_settings()
        self.shelf.edition(2026, {})

    def later(self, hours: float) -> None:
        self.clock.shift(timedelta(hours=hours))
        self.daemon.sensors()

    def fetches(self) -> list[str]:
        runs = [record.dagster_run for record in self.daemon.runs("fetch_usgs_mcs")]
        return [f"{run.status.value} {run.tags.get('minerals/attempt', '')}" for run in runs]

    def notified(self) -> list[str]:
        file = self.settings.notifications_file
        lines = file.read_text().splitlines() if file.exists() else []
        return [json.loads(line)["kind"] for line in lines]


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(patience, "FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(patience, "LONGEST_PAUSE_SECONDS", 0.002)
    with Publisher() as publisher:
        for name, value in environment(tmp_path, publisher.base_url).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("MINERALS_NOTIFY_WEBHOOK_URL", f"http://127.0.0.1:9/{SENTINEL}")
        get_settings.cache_clear()
        prepare_home(tmp_path / "dagster_home")
        with time_machine.travel(BEGINS, tick=True) as clock:
            daemon = Daemon(tmp_path / "dagster_home", "tests.steps.location")
            daemon.switch_off(*OTHERS)
            yield Scene(daemon, publisher, clock)
            daemon.stop()
    get_settings.cache_clear()


def test_a_new_edition_is_fetched_once_whenever_the_daemon_restarts(scene: Scene) -> None:
    scene.daemon.sensors()
    assert scene.fetches() == []
    scene.shelf.edition(2027, {LONG: ODD})
    scene.later(7)  # the sensor asks for a fetch, which runs
    scene.daemon.restart()
    assert scene.fetches() == ["SUCCESS 1"]
    scene.later(7)  # a new process finds that it was done
    scene.daemon.restart()
    scene.later(7)
    scene.later(7)
    assert scene.fetches() == ["SUCCESS 1"]
    assert [revision.id for revision in quarantined(scene.settings)] == ["usgs_mcs_2027@1"]
    scene.shelf.edition(2027, {LONG: ODD + b"3,4\r\n"}, version=" ver. 1.1")
    scene.later(7)
    assert scene.fetches() == ["SUCCESS 1", "SUCCESS 1"]


def test_a_fetch_that_fails_is_asked_for_again_with_growing_pauses(scene: Scene) -> None:
    scene.shelf.edition(2027, {LONG: ODD})
    scene.publisher.script(scene.shelf.path_of(2027, LONG), Status(403), forever=True)
    scene.daemon.sensors()
    assert scene.fetches() == ["FAILURE 1"]
    for _ in range(4):
        scene.later(6.1)
    assert scene.fetches() == ["FAILURE 1", "FAILURE 2", "FAILURE 3", "FAILURE 4"]
    scene.later(6.1)
    assert len(scene.fetches()) == 4, "from now on once a day"
    scene.publisher.mend(scene.shelf.path_of(2027, LONG))
    scene.later(24)
    assert scene.fetches()[-1] == "SUCCESS 5"


def test_people_are_notified_once_of_an_outage_and_of_its_end(scene: Scene) -> None:
    scene.publisher.script(SHELF, Status(403), forever=True)
    scene.daemon.sensors()
    for _ in range(3):
        scene.later(6.1)
    scene.publisher.mend(SHELF)
    scene.later(6.1)
    scene.later(6.1)
    about_it = [kind for kind in scene.notified() if kind in {"unreachable", "recovered"}]
    usgs = [
        json.loads(line)
        for line in scene.settings.notifications_file.read_text().splitlines()
        if "usgs_mcs" in line
    ]
    assert [line["kind"] for line in usgs if line["kind"] in about_it] == [
        "unreachable",
        "recovered",
    ]
    assert "last good release stays" in usgs[0]["text"]
    assert scene.fetches() == []


def test_a_publisher_not_asked_for_weeks_is_in_a_notification_and_in_status(scene: Scene) -> None:
    scene.daemon.schedules()
    scene.clock.shift(timedelta(hours=23.5))
    scene.daemon.schedules()  # the calendar asks for a fetch
    assert scene.fetches() == ["SUCCESS "]
    scene.publisher.script(SHELF, Status(500), forever=True)
    scene.clock.shift(CADENCES["usgs_mcs"].unasked_fail)
    scene.daemon.freshness()
    scene.daemon.sensors()
    scene.later(2)
    assert scene.notified().count("stale") == 1
    state = runs_state(scene.settings)
    assert state is not None
    assert state.last_runs["fetch_usgs_mcs"]["status"] == "success"
    assert "new_edition_usgs_mcs" in state.watching
    assert state.next_ticks["fetch_usgs_mcs_due"] > f"{datetime.now(UTC):%Y-%m-%d}"
    assert any(line.startswith("next ") for line in state.lines())


def test_a_wrong_year_keeps_nobody_waiting_once_somebody_looks(scene: Scene) -> None:
    """Dagster goes on from what was last; `minerals status` forgets what has not come yet."""
    scene.daemon.sensors()
    scene.daemon.schedules()
    scene.clock.shift(timedelta(days=365))
    scene.daemon.sensors()
    scene.daemon.schedules()
    scene.clock.shift(-timedelta(days=365))
    scene.shelf.edition(2027, {LONG: ODD})
    wrong = scene.fetches()
    scene.later(48)
    scene.daemon.schedules()
    assert scene.fetches() == wrong
    state = runs_state(scene.settings)
    assert state is not None
    assert "waited for 2028-02-0" in state.clock[0]
    assert any(line.startswith("clock ") for line in state.lines())
    again = runs_state(scene.settings)
    assert again is not None
    assert again.clock == []
    scene.daemon.sensors()
    assert scene.fetches() == [*wrong, "SUCCESS 1"]
    scene.daemon.restart()
    scene.daemon.schedules()
    scene.clock.shift(timedelta(hours=24))
    scene.daemon.schedules()
    assert scene.fetches()[-1] == "SUCCESS ", "the calendar asks too"


def test_dropped_files_are_asked_for_once(scene: Scene) -> None:
    scene.settings.drop_dir.mkdir(parents=True)
    (scene.settings.drop_dir / LONG).write_bytes(b"MCS chapter,Section\r\n")
    scene.daemon.sensors()
    scene.later(0.1)
    scene.daemon.restart()
    scene.later(0.1)
    assert len(scene.daemon.runs("fetch_drop_folder")) == 1


def test_no_secret_reaches_history_ledger_or_notifications(scene: Scene) -> None:
    scene.daemon.sensors()  # failures are notified from the first look on
    scene.shelf.edition(2027, {LONG: ODD})
    scene.publisher.script(scene.shelf.path_of(2027, LONG), Status(403), forever=True)
    scene.later(25)
    scene.later(0.2)  # a webhook that nobody serves gets the failure
    assert "hook_failed" in scene.notified()
    for record in scene.daemon.runs():
        events = scene.daemon.instance.all_logs(record.dagster_run.run_id)
        assert events
        assert SENTINEL not in repr(events) + repr(record)
    scene.daemon.stop()
    files = [path for path in scene.settings.warehouse_dir.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert not [path for path in files if SENTINEL.encode() in path.read_bytes()]
    scene.daemon.start()


def names_and_status(settings: Settings) -> dict[str, Any]:
    repository = location.build(settings).get_repository_def()
    sensors = {sensor.name: sensor.default_status for sensor in repository.sensor_defs}
    return sensors | {each.name: each.default_status for each in repository.schedule_defs}


def test_nothing_runs_by_itself_unless_it_is_asked_to(tmp_path: Path) -> None:
    off = names_and_status(Settings(warehouse_dir=tmp_path))
    on = names_and_status(Settings(warehouse_dir=tmp_path, live=True))
    assert off.pop("notify_failures") == dg.DefaultSensorStatus.RUNNING
    assert off.pop("notify_recoveries") == dg.DefaultSensorStatus.RUNNING
    assert off.pop("end_dead_runs") == dg.DefaultSensorStatus.RUNNING
    assert {status.value for status in off.values()} == {"STOPPED"}
    assert {status.value for status in on.values()} == {"RUNNING"}
    assert {"new_edition_usgs_mcs", "fetch_usgs_mcs_due", "refresh_after_fetch"} <= set(on)


def test_no_run_of_any_job_may_go_on_for_ever(tmp_path: Path) -> None:
    """Also the runs of no job that the copies' sensor launches."""
    repository = location.build(Settings(warehouse_dir=tmp_path, live=True)).get_repository_def()
    limits = {
        job.name: job.tags.get("dagster/max_runtime")
        for job in repository.get_all_jobs()
        if not job.name.startswith("__")
    }
    limits[copies_job.name] = copies_job.tags["dagster/max_runtime"]
    sensor = build_copies_sensor(Settings(warehouse_dir=tmp_path, live=True))
    limits[sensor.name] = sensor.run_tags["dagster/max_runtime"]
    assert {"refresh", "fetch_usgs_mcs", "fetch_drop_folder"} <= set(limits)
    assert all(0 < int(limit or 0) <= 7200 for limit in limits.values()), limits


def test_a_source_that_is_not_open_is_asked_only_when_it_is_switched_on(tmp_path: Path) -> None:
    assert "new_edition_bgs_wms" not in names_and_status(Settings(warehouse_dir=tmp_path))
    on = names_and_status(Settings(warehouse_dir=tmp_path, bgs_enabled=True))
    assert {"new_edition_bgs_wms", "fetch_bgs_wms_due"} <= set(on)


def test_what_people_read_has_a_freshness_policy(tmp_path: Path) -> None:
    definitions = location.build(Settings(warehouse_dir=tmp_path))
    # the publishers' own files are nothing that this project keeps fresh
    ours = [s for s in definitions.resolve_all_asset_specs() if s.key.path[0] != "publishers"]
    assert len(ours) > 10
    for spec in ours:
        assert spec.freshness_policy is not None, spec.key
