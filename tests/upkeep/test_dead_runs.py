"""The next run fails those whose command was killed; people hear of a job that works again."""

from __future__ import annotations

import importlib
import json
import os
import signal
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.events import EngineEventData
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import PythonFileTarget

from orchestration.settings import Settings
from orchestration.steps.dead import GONE, _process_of, end_dead_processes
from orchestration.steps.notifications import build_notification_sensors
from orchestration.upkeep.history import (
    COMMAND_LINE,
    IN_PROGRESS,
    STARTED_BY,
    end_dead_runs,
    home_of,
    open_history,
)
from tests.cli.test_interrupted import eventually
from tests.conftest import new_warehouse

Status = dg.DagsterRunStatus


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    return new_warehouse(tmp_path)


def test_only_runs_of_killed_commands_are_failed(settings: Settings) -> None:
    ours = {STARTED_BY: COMMAND_LINE}
    with open_history(home_of(settings)) as instance:
        dead = [
            instance.add_run(dg.DagsterRun(job_name="refresh", status=status, tags=ours)).run_id
            for status in IN_PROGRESS
        ]
        others = [
            instance.add_run(dg.DagsterRun(job_name="refresh", status=Status.STARTED)).run_id,
            instance.add_run(
                dg.DagsterRun(job_name="refresh", status=Status.SUCCESS, tags=ours)
            ).run_id,
        ]
        assert len(end_dead_runs(instance)) == len(dead)
        assert end_dead_runs(instance) == []
        found = {run.run_id: run.status for run in instance.get_runs()}
        assert {found[run_id] for run_id in dead} == {Status.FAILURE}
        assert [found[run_id] for run_id in others] == [Status.STARTED, Status.SUCCESS]


def started_as(instance: dg.DagsterInstance, process: int | None, **tags: str) -> str:
    """A run that a code server has started; Dagster notes the process's number in this way."""
    run = instance.add_run(dg.DagsterRun(job_name="fetch_wgi", status=Status.STARTED, tags=tags))
    if process is not None:
        event = EngineEventData.in_process(process)
        instance.report_engine_event(f"Started process for run (pid: {process}).", run, event)
    return run.run_id


def test_runs_of_dead_processes_are_failed_whoever_started_them(
    settings: Settings, tmp_path: Path
) -> None:
    alive, other, gone, odd = 100, 200, 300, 400
    for number, words in ((alive, b"python\0-c\0from multiprocessing"), (other, b"/usr/sbin/sshd")):
        (tmp_path / "proc" / str(number)).mkdir(parents=True)
        (tmp_path / "proc" / str(number) / "cmdline").write_bytes(words)
    (tmp_path / "proc" / str(odd)).write_text("no folder: nobody knows")
    with open_history(home_of(settings)) as instance:
        runs = {name: started_as(instance, name) for name in (alive, other, gone, odd)}
        unknown = started_as(instance, None)
        command = started_as(instance, gone, **{STARTED_BY: COMMAND_LINE})
        assert end_dead_processes(instance, tmp_path / "nowhere") == []
        notes = end_dead_processes(instance, tmp_path / "proc")
        assert len(notes) == 2
        assert all("fetch_wgi has no process any more" in note for note in notes)
        assert end_dead_processes(instance, tmp_path / "proc") == []
        found = {run.run_id: run.status for run in instance.get_runs()}
        assert [found[runs[name]] for name in (other, gone)] == [Status.FAILURE, Status.FAILURE]
        living = (runs[alive], runs[odd], unknown, command)
        assert {found[run_id] for run_id in living} == {Status.STARTED}
        events = instance.all_logs(runs[gone], of_type=dg.DagsterEventType.RUN_FAILURE)
        assert GONE in str(events[-1].dagster_event)


def test_a_run_that_ends_while_it_is_looked_at_keeps_its_end(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process writes the end and goes, after the runs were listed."""
    (tmp_path / "proc").mkdir()
    with open_history(home_of(settings)) as instance:
        run_id = started_as(instance, 300)
        listed = instance.get_runs()
        instance.report_run_canceled(listed[0])
        monkeypatch.setattr(instance, "get_runs", lambda *_: listed)
        assert end_dead_processes(instance, tmp_path / "proc") == []
        assert status_of(instance, run_id) == Status.CANCELED


SLEEPING = """
import time
import dagster as dg

@dg.op
def sleep() -> None:
    time.sleep(600)

@dg.job(executor_def=dg.in_process_executor)
def sleeping() -> None:
    sleep()

@dg.repository
def sleepers():
    return [sleeping]
"""


@pytest.mark.slow
def test_a_run_that_a_code_server_launched_is_failed_after_a_kill(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real code server, a real run in a process of its own, and SIGKILL."""
    code = tmp_path / "sleeping.py"
    code.write_text(SLEEPING)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(settings.dagster_home))
    sleeping = importlib.import_module("sleeping").sleeping
    with open_history(home_of(settings)) as instance:
        target = PythonFileTarget(str(code), None, str(tmp_path), "sleeping")
        with WorkspaceProcessContext(instance, target) as workspace:
            context = workspace.create_request_context()
            (location,) = context.code_locations
            job = location.get_repository("sleepers").get_full_job("sleeping")
            run_id = instance.create_run_for_job(
                sleeping,
                remote_job_origin=job.get_remote_origin(),
                job_code_origin=job.get_python_origin(),
            ).run_id
            instance.launch_run(run_id, context)
            eventually(lambda: status_of(instance, run_id) == Status.STARTED)
            process = int(_process_of(instance, run_id) or 0)
            assert end_dead_processes(instance) == []
            os.kill(process, signal.SIGKILL)
            eventually(lambda: len(end_dead_processes(instance)) == 1)
        assert status_of(instance, run_id) == Status.FAILURE


def status_of(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus | None:
    run = instance.get_run_by_id(run_id)
    return run.status if run else None


@pytest.mark.parametrize("before", [Status.FAILURE, Status.SUCCESS, None])
def test_people_are_notified_of_a_job_that_works_again_in_our_words(
    settings: Settings, before: dg.DagsterRunStatus | None
) -> None:
    (sensor,) = [
        each
        for each in build_notification_sensors(settings, dg.DefaultSensorStatus.STOPPED)
        if each.name == "notify_recoveries"
    ]
    with open_history(home_of(settings)) as instance:
        if before is not None:
            instance.add_run(dg.DagsterRun(job_name="fetch_wgi", status=before))
        run = instance.add_run(dg.DagsterRun(job_name="fetch_wgi", status=Status.SUCCESS))
        context = dg.build_run_status_sensor_context(
            sensor_name=sensor.name,
            dagster_event=dg.DagsterEvent("PIPELINE_SUCCESS", "fetch_wgi"),
            dagster_instance=instance,
            dagster_run=run,
        )
        sensor(context)
    log = settings.notifications_file
    events = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    expected = [("recovered", "fetch_wgi works again")] if before == Status.FAILURE else []
    assert [(event["kind"], event["title"]) for event in events] == expected
