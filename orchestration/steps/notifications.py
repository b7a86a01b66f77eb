"""Notifications about runs that failed and releases that are new.

Belongs here: the sensors that turn ends of runs into notifications.
Does not belong here: carrying them (`notify`), ages of figures (`freshness.py`).
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from orchestration.notify import Event, notify
from orchestration.settings import Settings
from orchestration.steps.assets.release import RELEASE_KEY
from orchestration.steps.jobs import REFRESH_JOB, refresh_job

RECENT = 50  # runs of one job between two looks; there are a handful a day


def build_notification_sensors(
    settings: Settings, status: dg.DefaultSensorStatus
) -> list[dg.SensorDefinition]:
    """Failures of any job, and releases.

    Failures are sent whenever a daemon runs: that needs no network and cannot be a surprise.
    """

    @dg.run_failure_sensor(
        name="notify_failures",
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=30,
        description="Notifies people about failed runs in the words of their error; about a fetch "
        "that fails day after day, once.",
    )
    def notify_failures(context: dg.RunFailureSensorContext) -> None:
        if not _is_one_more(context):
            notify(settings, _failure(context))

    @dg.run_status_sensor(
        dg.DagsterRunStatus.SUCCESS,
        name="notify_releases",
        monitored_jobs=[refresh_job],
        default_status=status,
        minimum_interval_seconds=30,
        description="Notifies people about every new release, in one line.",
    )
    def notify_releases(context: dg.RunStatusSensorContext) -> None:
        event = _release(context)
        if event is not None:
            notify(settings, event)

    @dg.run_status_sensor(
        dg.DagsterRunStatus.SUCCESS,
        name="notify_recoveries",
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=30,
        description="Notifies people that a job works again, whose run before had failed.",
    )
    def notify_recoveries(context: dg.RunStatusSensorContext) -> None:
        if _failed_before(context):
            notify(settings, _recovery(context))

    return [notify_failures, notify_releases, notify_recoveries]


def _recovery(context: dg.RunStatusSensorContext) -> Event:
    run = context.dagster_run
    return Event(
        "recovered",
        f"{run.job_name} works again",
        text="Its run before had failed; this one did all that it should.",
        severity="info",
        details={"job": run.job_name, "run": run.run_id},
    )


def _is_one_more(context: dg.RunFailureSensorContext) -> bool:
    """Whether this fetch failed as the one before it did: people know, and it is tried again."""
    return context.dagster_run.job_name != REFRESH_JOB and _failed_before(context)


def _failed_before(context: dg.RunStatusSensorContext) -> bool:
    """Whether the run of the same job before this one failed."""
    run = context.dagster_run
    recent = context.instance.get_runs(dg.RunsFilter(job_name=run.job_name), limit=RECENT)
    ids = [each.run_id for each in recent]
    older = recent[ids.index(run.run_id) + 1 :] if run.run_id in ids else []
    return bool(older) and older[0].status == dg.DagsterRunStatus.FAILURE


def _failure(context: dg.RunFailureSensorContext) -> Event:
    run = context.dagster_run
    errors = [_own_words(event) for event in context.get_step_failure_events()]
    texts = [text for text in errors if text] or [
        context.failure_event.message or "no reason given"
    ]
    return Event(
        "run_failed",
        f"{run.job_name} failed; the last good release is still served",
        text=texts[0],
        severity="error",
        details={"job": run.job_name, "run": run.run_id},
    )


def _own_words(event: dg.DagsterEvent) -> str:
    """What the step's own error said, without Dagster's wrapping and without a stack trace."""
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    if error is None:
        return ""
    text = error.message.strip()
    # our own errors keep their words, others with the name of their kind
    return text.partition(": ")[2] if text.startswith("orchestration.ground.errors.") else text


def _release(context: dg.RunStatusSensorContext) -> Event | None:
    found = context.instance.get_records_for_run(
        context.dagster_run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION
    )
    for record in found.records:
        materialized = record.asset_materialization
        if materialized is not None and materialized.asset_key == RELEASE_KEY:
            return _new_release({k: v.value for k, v in materialized.metadata.items()})
    return None


def _new_release(metadata: dict[str, Any]) -> Event | None:
    if not metadata.get("is_new"):
        return None
    release_id = str(metadata["release_id"])
    return Event(
        "released",
        f"new release {release_id}",
        text=str(metadata.get("summary", "")),
        severity="info",
        details={"release": release_id},
    )
