"""What runs by itself, and when: jobs, sensors, schedules, freshness.

Belongs here: noticing that something is due and asking for a run, and notifying people.
Does not belong here: what a run does (`assets`, `landing`, `release`), how people are notified
(`notify`).

    new_edition_<source>, fetch_<source>_due, drop_folder → job fetch_<source> → the landing
    the landing → refresh_after_fetch, refresh_when_due → job refresh → a release
    a run that failed or works again, a release, an age → notify_failures, notify_recoveries,
        notify_releases, notify_staleness → notify

Everything here may be stopped at any moment and started again: what was asked for is looked up in
Dagster's history by tags, never remembered in a process. Nothing runs by itself unless
`MINERALS_LIVE=true`; the embedded figures need neither daemon nor network.
"""

from orchestration.steps.build import Automation, build_automation
from orchestration.steps.jobs import REFRESH_JOB, refresh_job

__all__ = ["REFRESH_JOB", "Automation", "build_automation", "refresh_job"]
