"""Runs whose command was killed are failed by the next one; a job that works again is told."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import pytest

from orchestration.settings import Settings
from orchestration.steps.telling import build_telling_sensors
from orchestration.upkeep.history import (
    COMMAND_LINE,
    IN_PROGRESS,
    STARTED_BY,
    end_dead_runs,
    home_of,
    open_history,
)
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


@pytest.mark.parametrize("before", [Status.FAILURE, Status.SUCCESS, None])
def test_a_job_that_works_again_is_told_in_our_words(
    settings: Settings, before: dg.DagsterRunStatus | None
) -> None:
    (sensor,) = [
        each
        for each in build_telling_sensors(settings, dg.DefaultSensorStatus.STOPPED)
        if each.name == "tell_recoveries"
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
