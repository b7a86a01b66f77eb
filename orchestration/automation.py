"""Jobs: what runs together.

Belongs here: jobs, and later schedules and sensors.
Does not belong here: what a step does.
"""

from __future__ import annotations

import dagster as dg

REFRESH_JOB = "refresh"

# One process: the build database takes one writer, and a start per step would cost more than
# the steps themselves.
refresh_job = dg.define_asset_job(
    REFRESH_JOB,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Read the figures, build and test the marts, gate them, publish a release.",
    tags={"dagster/max_runtime": "3600"},
)
