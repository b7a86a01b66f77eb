"""What was asked for before: attempts at the same thing, found in Dagster's history by a tag.

Belongs here: counting attempts and saying whether another one is due.
Does not belong here: what is attempted. Nothing is remembered in a process, so a daemon that is
killed between two ticks does nothing twice and forgets nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

import dagster as dg

AIM = "minerals/aim"  # the same for every attempt at the same thing
ATTEMPT = "minerals/attempt"

# A refused or broken attempt is repeated soon, then rarely, then daily: a publisher that is down
# for a week is asked ten times, and taken within a day of coming back.
PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))

_OVER = {dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED}


class Outlook(NamedTuple):
    """Whether something was done, is being done, or may be tried now.

    Args:
        state: `due` may be tried now as attempt number `attempt`; `waiting` not before `until`.
    """

    state: Literal["done", "running", "waiting", "due"]
    attempt: int
    until: datetime | None = None

    @property
    def summary(self) -> str:
        """In words, for the log of a tick."""
        if self.state == "running":
            return "is under way"
        when = f"next try after {self.until:%Y-%m-%d %H:%M} UTC" if self.until else "given up"
        return f"{self.attempt} attempts failed; {when}" if self.state == "waiting" else self.state


def outlook(runs: Sequence[dg.RunRecord], now: datetime, most: int | None = None) -> Outlook:
    """What to do about an aim, from all runs that had it.

    Args:
        runs: attempts, newest first.
        now: the present, with a time zone.
        most: give up after so many attempts; None never gives up.
    """
    attempts = len(runs)
    if not runs:
        return Outlook("due", 1)
    statuses = [record.dagster_run.status for record in runs]
    if dg.DagsterRunStatus.SUCCESS in statuses:
        return Outlook("done", attempts)
    if any(status not in _OVER for status in statuses):
        return Outlook("running", attempts)
    if most is not None and attempts >= most:
        return Outlook("waiting", attempts)
    ended = _ended(runs[0])
    until = ended + PAUSES[min(attempts, len(PAUSES)) - 1]
    if ended <= now < until:  # one that ended in the future was dated by a wrong clock
        return Outlook("waiting", attempts, until)
    return Outlook("due", attempts + 1)


def runs_with(instance: dg.DagsterInstance, job_name: str, aim: str) -> Sequence[dg.RunRecord]:
    """Every run of a job that had this aim, newest first."""
    return instance.get_run_records(dg.RunsFilter(job_name=job_name, tags={AIM: aim}))


def request(job_name: str, aim: str, attempt: int, **tags: str) -> dg.RunRequest:
    """Ask for a run; asked twice for the same attempt, Dagster starts one."""
    return dg.RunRequest(
        run_key=f"{aim}:{attempt}",
        job_name=job_name,
        tags={AIM: aim, ATTEMPT: str(attempt), **tags},
    )


def _ended(record: dg.RunRecord) -> datetime:
    if record.end_time is not None:
        return datetime.fromtimestamp(record.end_time, UTC)
    return record.update_timestamp
