"""Dagster's run history of one warehouse.

Belongs here: opening it, ending what a killed command left open in it.
Does not belong here: how it connects (`dagster_private.py`), what is read from it (`steps`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

from orchestration.ground.files import copy_whole
from orchestration.settings import WarehouseSettings
from orchestration.upkeep.dagster_private import quiet_instance

CONFIGURATION = "dagster.yaml"
STARTED_BY, COMMAND_LINE = "minerals/started_by", "command_line"
IN_PROGRESS = [
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
    DagsterRunStatus.NOT_STARTED,
]


def home_of(settings: WarehouseSettings) -> Path:
    """The folder of this warehouse's history, which is made if need be.

    Where it has no `dagster.yaml`, as in a new warehouse, it gets the one that ships.
    """
    home = Path(os.environ.get("DAGSTER_HOME") or settings.dagster_home).absolute()
    home.mkdir(parents=True, exist_ok=True)
    shipped = settings.project_root / "warehouse" / "dagster_home" / CONFIGURATION
    if shipped.exists() and not (home / CONFIGURATION).exists():
        copy_whole(shipped, home / CONFIGURATION)
    return home


def end_dead_runs(instance: DagsterInstance) -> list[str]:
    """Fail the runs of commands that were killed: nobody else would, and they count as running.

    The caller holds the warehouse's lock, as each such run did as long as it lived.

    Returns:
        Notes for people.
    """
    unfinished = RunsFilter(statuses=IN_PROGRESS, tags={STARTED_BY: COMMAND_LINE})
    dead = instance.get_runs(unfinished)
    for run in dead:
        instance.report_run_failed(run, "The command that ran it was killed.")
    return [
        f"run {run.run_id[:8]} of {run.job_name} was killed; it counts as failed" for run in dead
    ]


@contextmanager
def open_history(home: Path) -> Iterator[DagsterInstance]:
    """The instance of `home`, whatever DAGSTER_HOME says; its `dagster.yaml` refers to it.

    Telemetry is off, whatever that file says or leaves out.
    """
    before = os.environ.get("DAGSTER_HOME")
    os.environ["DAGSTER_HOME"] = str(home)
    try:
        with quiet_instance(home) as instance:
            yield instance
    finally:
        if before is None:
            del os.environ["DAGSTER_HOME"]
        else:
            os.environ["DAGSTER_HOME"] = before
