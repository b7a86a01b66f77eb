"""All automation of one warehouse, as the code location wants it.

Belongs here: composition, and whether things run by themselves from the start.
Does not belong here: what a sensor or a schedule does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import dagster as dg

from orchestration.settings import Settings
from orchestration.steps.assets.landing import (
    DROP_FOLDER,
    asked_connectors,
    build_landing_assets,
    landing_key,
)
from orchestration.steps.dead import build_dead_runs_sensor
from orchestration.steps.drop import build_drop_sensor
from orchestration.steps.due import build_due_sensors
from orchestration.steps.freshness import build_freshness_sensor, with_policies
from orchestration.steps.jobs import build_fetch_jobs, refresh_job
from orchestration.steps.notifications import build_notification_sensors
from orchestration.steps.schedules import build_schedules
from orchestration.steps.sensors import build_edition_sensors

if TYPE_CHECKING:
    from orchestration.upkeep.dagster_private import AssetJob


class Automation(NamedTuple):
    """What the code location gets beside assets and checks."""

    assets: list[dg.AssetsDefinition]
    jobs: list[AssetJob]
    sensors: list[dg.SensorDefinition]
    schedules: list[dg.ScheduleDefinition]


def build_automation(settings: Settings, watched: Sequence[dg.AssetKey]) -> Automation:
    """Jobs, sensors and schedules; with `MINERALS_LIVE=true` they run as soon as a daemon does.

    Args:
        settings: which publishers there are, and whether anything runs by itself.
        watched: assets with a freshness policy that people are notified about.
    """
    asked = asked_connectors(settings)
    sources = [*asked, DROP_FOLDER]
    assets = build_landing_assets(settings, sources)
    fetch_jobs = build_fetch_jobs(sources, 2 * settings.live_time_limit_seconds)
    running = settings.live
    on = dg.DefaultSensorStatus.RUNNING if running else dg.DefaultSensorStatus.STOPPED
    due = dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED
    return Automation(
        assets=with_policies(assets),
        jobs=[refresh_job, *fetch_jobs.values()],
        sensors=[
            *build_edition_sensors(settings, asked, on),
            build_drop_sensor(settings, on),
            *build_due_sensors(settings, fetch_jobs.values(), on),
            *build_notification_sensors(settings, on),
            build_dead_runs_sensor(settings),
            build_freshness_sensor(settings, [*watched, *map(landing_key, sources)], on),
        ],
        schedules=build_schedules(sources, due),
    )
