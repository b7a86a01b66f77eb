"""Jobs: what runs together.

Belongs here: the refresh, and one job per publisher that fetches it.
Does not belong here: what a step does (`assets`), when a job runs (`schedules`, `sensors`),
copies of a release (`copies`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import dagster as dg

from orchestration.steps.assets import BI
from orchestration.steps.assets.landing import LANDING, landing_key

if TYPE_CHECKING:
    from orchestration.upkeep.dagster_private import AssetJob

REFRESH_JOB = "refresh"

# One process: the build database takes one writer, and a start per step would cost more than
# the steps themselves. What asks publishers is no part of it: a refresh needs no network. Nor are
# copies of the release.
refresh_job = dg.define_asset_job(
    REFRESH_JOB,
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(LANDING, BI),
    executor_def=dg.in_process_executor,
    description="Read the figures, build and test the marts, gate them, publish a release.",
    tags={"dagster/max_runtime": "3600"},
)


def fetch_job_name(source_id: str) -> str:
    """The name of the job that fetches one publisher."""
    return f"fetch_{source_id}"


def build_fetch_jobs(sources: Iterable[str], max_seconds: float) -> dict[str, AssetJob]:
    """One job per publisher: ask, fetch what is new, decide about it. It builds nothing.

    Args:
        sources: publishers that the settings switch on.
        max_seconds: after this a run is ended by Dagster's run monitoring.
    """
    return {
        source_id: dg.define_asset_job(
            fetch_job_name(source_id),
            selection=[landing_key(source_id)],
            executor_def=dg.in_process_executor,
            description=f"Ask the publisher of {source_id}, fetch what is new, decide about it.",
            tags={"dagster/max_runtime": str(int(max_seconds))},
        )
        for source_id in sources
    }
