"""Dagster's daemon in this process: its own loops for sensors, schedules, freshness, by rounds.

Belongs here: starting it on a DAGSTER_HOME, one round of everything, stopping it at any moment.
Does not belong here: what happens at the publishers (`year.py`).

Nothing is replaced but the pace: rounds come when the clock of the test says so, and a run is
executed where it is launched. Cursors, ticks, run keys and histories are Dagster's own, on disk.
"""

from __future__ import annotations

import importlib
import logging
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from alembic.config import Config
from alembic.script import ScriptDirectory
from dagster._core.definitions.reconstruct import ReconstructableJob
from dagster._core.remote_origin import InProcessCodeLocationOrigin
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import InProcessWorkspaceLoadTarget
from dagster._daemon.freshness import FreshnessDaemon
from dagster._daemon.sensor import execute_sensor_iteration
from dagster._scheduler.scheduler import launch_scheduled_runs

from tests.conftest import PROJECT_ROOT

# Where the history of the project's own instance is; runs happen in this process, at once.
IN_THIS_PROCESS = """
run_launcher:
  module: dagster._core.launcher.sync_in_memory_run_launcher
  class: SyncInMemoryRunLauncher
run_coordinator:
  module: dagster._core.run_coordinator
  class: DefaultRunCoordinator
"""
_log = logging.getLogger("minerals.simulation")


def prepare_home(home: Path) -> None:
    """The project's own instance settings, with runs in this process."""
    home.mkdir(parents=True, exist_ok=True)
    own = (PROJECT_ROOT / "warehouse" / "dagster_home" / "dagster.yaml").read_text()
    without_queue = own.partition("concurrency:")[0]
    (home / "dagster.yaml").write_text(without_queue + IN_THIS_PROCESS)


def read_migrations_once() -> None:
    """Opening a history reads forty migration files each time; their order does not change."""
    read = ScriptDirectory.from_config
    kept: dict[str | None, ScriptDirectory] = {}

    def once(config: Config) -> ScriptDirectory:
        place = config.get_main_option("script_location")
        if place not in kept:
            kept[place] = read(config)
        return kept[place]

    ScriptDirectory.from_config = once  # type: ignore[assignment,method-assign]


read_migrations_once()


class Daemon:
    """A daemon that can be stopped and started again, and remembers nothing in between."""

    def __init__(self, home: Path, module: str = "tests.simulation.location") -> None:
        self.home = home
        self._origin = InProcessCodeLocationOrigin(
            LoadableTargetOrigin(module_name=module, working_directory=str(PROJECT_ROOT)),
            location_name="minerals",
        )
        self._loaded = importlib.import_module(module).loaded
        self.start()

    def start(self) -> None:
        """Open the history and the code location, as a process that begins."""
        for kept in (
            ReconstructableJob.get_definition,
            ReconstructableJob.get_repository_definition,
            self._loaded,
        ):
            kept.cache_clear()
        self._stack = ExitStack()
        self.instance = self._stack.enter_context(dg.DagsterInstance.from_config(str(self.home)))
        target = InProcessWorkspaceLoadTarget(self._origin)
        self.workspace = self._stack.enter_context(WorkspaceProcessContext(self.instance, target))
        self._times: dict[str, object] = {}
        self._freshness = FreshnessDaemon()

    def stop(self) -> None:
        """Let go of everything, as a process that ends."""
        self._stack.close()

    def restart(self) -> None:
        """Stop and start: what was only in memory is gone."""
        self.stop()
        self.start()

    def turn(self, let_time_pass: Callable[[], None]) -> None:
        """One round: sensors, schedules, freshness. Sensors twice: the second sees what ran.

        Args:
            let_time_pass: between the two, so that no sensor is asked before its interval is over.
        """
        self.sensors()
        self.schedules()
        self.freshness()
        let_time_pass()
        self.sensors()

    def sensors(self) -> None:
        """Every sensor that is switched on and whose interval is over."""
        self._drain(execute_sensor_iteration(self.workspace, _log, None, None))

    def schedules(self) -> None:
        """Every schedule whose moment has come since it was last looked at."""
        now = datetime.now(UTC)
        self._drain(
            launch_scheduled_runs(self.workspace, _log, now, self._times, max_catchup_runs=1)
        )

    def freshness(self) -> None:
        """Judge the freshness policies."""
        self._drain(self._freshness.run_iteration(self.workspace))

    def switch_off(self, *names: str) -> None:
        """Stop sensors and schedules, as a person does on their page; it stays so."""
        location = self.workspace.create_request_context().code_locations[0]
        (repository,) = location.get_repositories().values()
        for sensor in repository.get_sensors():
            if sensor.name in names:
                origin = sensor.get_remote_origin_id()
                self.instance.stop_sensor(origin, sensor.selector_id, sensor)
        for schedule in repository.get_schedules():
            if schedule.name in names:
                origin = schedule.get_remote_origin_id()
                self.instance.stop_schedule(origin, schedule.selector_id, schedule)

    def runs(self, job_name: str | None = None) -> list[dg.RunRecord]:
        """Runs, oldest first."""
        found = self.instance.get_run_records(dg.RunsFilter(job_name=job_name))
        return sorted(found, key=lambda record: record.storage_id)

    @staticmethod
    def _drain(iteration: Iterable[object]) -> None:
        for problem in iteration:
            if problem is not None:
                raise AssertionError(f"the daemon met an error: {problem}")


def fresh_home(home: Path) -> None:
    """Forget a history that was copied along."""
    shutil.rmtree(home, ignore_errors=True)
    prepare_home(home)
