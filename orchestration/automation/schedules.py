"""Schedules: everything is fetched again now and then, announced or not.

Belongs here: turning cron lines of the cadence into schedules.
Does not belong here: the lines and their reasons (`cadence.py`).

A sensor believes what a publisher announces; a file that is replaced without a word is only found
by asking for it again. Conditional requests make that cheap.
"""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from orchestration.automation.cadence import CADENCES
from orchestration.automation.jobs import fetch_job_name


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
