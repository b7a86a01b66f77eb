"""Schedules: every publisher is asked by the calendar too.

Belongs here: turning cron lines of the cadence into schedules.
Does not belong here: the lines and their reasons (`cadence.py`).

A fetch that the calendar asks for does not depend on a sensor's memory, and it is the sign of life
by which `freshness.py` judges that a publisher is still being asked. Where nothing is new it
downloads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from orchestration.steps.cadence import CADENCES
from orchestration.steps.jobs import fetch_job_name


def schedule_name(source_id: str) -> str:
    """The name of the schedule of one publisher."""
    return f"fetch_{source_id}_due"


def build_schedules(
    sources: Iterable[str], status: dg.DefaultScheduleStatus
) -> list[dg.ScheduleDefinition]:
    """One schedule per publisher, in UTC."""
    return [
        dg.ScheduleDefinition(
            name=schedule_name(source_id),
            job_name=fetch_job_name(source_id),
            cron_schedule=list(CADENCES[source_id].fetch_on),
            execution_timezone="UTC",
            default_status=status,
            description=CADENCES[source_id].why,
        )
        for source_id in sources
    ]
