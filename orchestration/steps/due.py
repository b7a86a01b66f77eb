"""When a refresh is due: whenever what would be built is not what is released.

Belongs here: the sensor that asks for the refresh after a fetch, and the one that makes sure.
Does not belong here: how "nothing changed" is found out (`release`), the refresh itself.

The first sensor reacts to a fetch at once. The second looks at the state, not at events: it also
catches an edition that a person accepted, a refresh that was refused because another was running,
and a fetch that ended while the daemon was down. Both give the same refresh the same name, so it
starts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import dagster as dg

from orchestration.settings import Settings, WarehouseSettings
from orchestration.steps import attempts
from orchestration.steps.jobs import REFRESH_JOB, refresh_job

if TYPE_CHECKING:
    from orchestration.upkeep.dagster_private import AssetJob

LOOK_AGAIN_SECONDS = 600
# A refresh that fails on the same input fails again, unless another one, a full disk or a restart
# was the reason: four attempts over seven hours cover these.
MOST_ATTEMPTS = 4


def build_due_sensors(
    settings: Settings,
    fetch_jobs: Iterable[AssetJob],
    status: dg.DefaultSensorStatus,
) -> list[dg.SensorDefinition]:
    """The two sensors that start a refresh."""

    @dg.run_status_sensor(
        dg.DagsterRunStatus.SUCCESS,
        name="refresh_after_fetch",
        monitored_jobs=list(fetch_jobs),
        request_job=refresh_job,
        default_status=status,
        minimum_interval_seconds=30,
        description="A fetch ended: start the refresh if there is something new to build.",
    )
    def refresh_after_fetch(
        context: dg.RunStatusSensorContext,
    ) -> dg.RunRequest | dg.SkipReason:
        return next_refresh(settings, context.instance)

    @dg.sensor(
        name="refresh_when_due",
        job=refresh_job,
        minimum_interval_seconds=LOOK_AGAIN_SECONDS,
        default_status=status,
        description="Starts the refresh whenever what would be built is not what is released.",
    )
    def refresh_when_due(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        return next_refresh(settings, context.instance)

    return [refresh_after_fetch, refresh_when_due]


def next_refresh(settings: Settings, instance: dg.DagsterInstance) -> dg.RunRequest | dg.SkipReason:
    """The refresh to start now, or why none is.

    The same input on top of another release is another aim: a person who rejects what was released
    brings an earlier input back, whose refresh succeeded long ago.
    """
    from orchestration.release import (
        compute_build_key,
        current_hold,
        current_release,
        unchanged_release,
    )

    # Asked first: a refresh that ends between the two is then still met under its own aim.
    served = current_release(settings)
    unchanged = unchanged_release(settings)
    if unchanged is not None:
        return dg.SkipReason(f"nothing to build: {unchanged.name} is what would be built")
    hold = current_hold(settings)
    if hold is not None:
        return dg.SkipReason(f"the served release is held {hold.summary}; minerals rollback --lift")
    key = compute_build_key(settings).key
    left = _left_by_rollback(settings, key, served.name) if served else None
    if left is not None:
        why = f"nothing to start: {left} was made of this input, and a person rolled back from it"
        return dg.SkipReason(f"{why}; `minerals refresh` undoes the rollback")
    # The moment in its name sets a release apart from every other.
    aim = f"refresh:{key[:16]}:{served.name.partition('-')[0] if served else 'first'}"
    runs = attempts.runs_with(instance, REFRESH_JOB, aim)
    outlook = attempts.outlook(runs, datetime.now(UTC), most=MOST_ATTEMPTS)
    if outlook.state == "due":
        return attempts.request(REFRESH_JOB, aim, outlook.attempt)
    return dg.SkipReason(f"a refresh of this input: {outlook.summary}")


def _left_by_rollback(settings: WarehouseSettings, key: str, served: str) -> str | None:
    """The kept release that this input made last, when it is not the one that is served."""
    from orchestration.release import release_made_of

    made = release_made_of(settings, key)
    return made if made != served else None
