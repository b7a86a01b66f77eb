"""Copies follow a release: the site, the documentation, a server.

Belongs here: the job that makes them, and the sensor that evaluates their automation conditions.
Does not belong here: the conditions and the copies (`assets`).
"""

from __future__ import annotations

import dagster as dg

from orchestration.settings import FetchingSettings
from orchestration.steps.assets import BI

COPIES_JOB = "publish_copies"
# Also on the runs that the sensor launches, which are runs of no job.
RUN_TAGS = {"dagster/max_runtime": "1800"}

# Apart from the refresh: a server that is away must not keep a release back.
copies_job = dg.define_asset_job(
    COPIES_JOB,
    selection=dg.AssetSelection.groups(BI),
    executor_def=dg.in_process_executor,
    description="Make what stands beside a release: documentation, the site, the server's copy.",
    tags=RUN_TAGS,
)


def build_copies_sensor(settings: FetchingSettings) -> dg.AutomationConditionSensorDefinition:
    """Makes every copy anew once the release that it is made from was materialized."""
    running, stopped = dg.DefaultSensorStatus.RUNNING, dg.DefaultSensorStatus.STOPPED
    return dg.AutomationConditionSensorDefinition(
        "copies_after_release",
        target=dg.AssetSelection.groups(BI),
        default_status=running if settings.live else stopped,
        minimum_interval_seconds=60,
        run_tags=RUN_TAGS,
        description="Makes pages, documentation and the server's copy anew after a release.",
    )
