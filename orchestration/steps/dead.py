"""Runs whose process is dead are failed and said so, by a sensor of the daemon.

Belongs here: finding such runs in Dagster's history, and the sensor that looks.
Does not belong here: notifying people (`notifications.py` does of every failed run), runs of
commands that a command finds (`upkeep/history.py`).

Where runs are processes of this machine, Dagster's run monitoring knows of one only its time limit:
after a power loss it counts as running for an hour and takes a place in the queue. Dagster writes
the process's number into the history when a run starts. The sensor runs where runs are launched, in
the code server, so the number means the same there. Times are not compared: clocks jump. A number
that another process of Dagster has by now leaves the run to its time limit.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from orchestration.ground.errors import BusyError
from orchestration.ground.lock import one_writer
from orchestration.settings import WarehouseSettings
from orchestration.upkeep.history import COMMAND_LINE, IN_PROGRESS, STARTED_BY, end_dead_runs

GONE = "The process that ran it is gone: it was killed, or the machine went down."
_STATUSES = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
_OF_DAGSTER = (b"dagster", b"multiprocessing", b"minerals")
PROCESSES = Path("/proc")


def build_dead_runs_sensor(settings: WarehouseSettings) -> dg.SensorDefinition:
    """The sensor; it needs no network and is on whenever a daemon is."""

    @dg.sensor(
        name="end_dead_runs",
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=60,
        description="Fails runs whose process is gone, as after a power loss; people are notified.",
    )
    def end_dead(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        ended = [*end_dead_processes(context.instance), *_of_commands(settings, context.instance)]
        for note in ended:
            context.log.info(note)
        return dg.SkipReason("; ".join(ended) or "every run has its process")

    return end_dead


def end_dead_processes(instance: dg.DagsterInstance, processes: Path = PROCESSES) -> list[str]:
    """Fail the runs of dead processes.

    Args:
        instance: where the history is.
        processes: what the system says of its processes; where there is no such folder nothing is
            known, and nothing is failed.

    Returns:
        Notes for people.
    """
    if not processes.is_dir():
        return []
    dead = [
        run
        for run in instance.get_runs(dg.RunsFilter(statuses=_STATUSES))
        if run.tags.get(STARTED_BY) != COMMAND_LINE
        and _is_dead(instance, run.run_id, processes)
        and _is_unfinished(instance, run.run_id)
    ]
    for run in dead:
        instance.report_run_failed(run, GONE)
    return [f"run {run.run_id[:8]} of {run.job_name} has no process any more" for run in dead]


def _is_dead(instance: dg.DagsterInstance, run_id: str, processes: Path) -> bool:
    number = _process_of(instance, run_id)
    if number is None:
        return False
    try:
        return not any(
            word in (processes / number / "cmdline").read_bytes() for word in _OF_DAGSTER
        )
    except (FileNotFoundError, ProcessLookupError):
        return True
    except OSError:
        return False  # somebody else's, which may not be looked at


def _is_unfinished(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Whether its process ended before it did; asked when the process is gone and writes no more.

    A run may have come to its end since the runs were listed.
    """
    run = instance.get_run_by_id(run_id)
    return run is not None and run.status in _STATUSES


def _process_of(instance: dg.DagsterInstance, run_id: str) -> str | None:
    """The number of the process that runs it; None where Dagster did not write one.

    The first that is written: later ones may be of single steps.
    """
    found = instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.ENGINE_EVENT)
    for record in found.records:
        event = record.event_log_entry.dagster_event
        metadata = event.engine_event_data.metadata if event else {}
        if "pid" in metadata:
            return str(metadata["pid"].value)
    return None


def _of_commands(settings: WarehouseSettings, instance: dg.DagsterInstance) -> list[str]:
    """A command holds the warehouse as long as it lives: whoever gets the lock knows it dead."""
    unfinished = dg.RunsFilter(statuses=IN_PROGRESS, tags={STARTED_BY: COMMAND_LINE})
    if not instance.get_runs(unfinished, limit=1):
        return []
    try:
        with one_writer(settings.lock_file):
            return end_dead_runs(instance)
    except BusyError:
        return []
