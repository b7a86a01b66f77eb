"""What ran and what runs next, for `minerals status`.

Belongs here: reading Dagster's history and the state of its sensors, schedules and daemon.
Does not belong here: printing (`cli`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.ground.counted import counted
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    import dagster as dg

RECENT_RUNS = 200
SILENT_AFTER = timedelta(minutes=5)  # a daemon gives a sign of life twice a minute


@dataclass(frozen=True)
class RunsState:
    """The last run of each job, and what comes next.

    Args:
        last_runs: by job: status, moment and id of its newest run.
        daemon_seen: when Dagster's daemon last gave a sign of life; empty if never.
        is_daemon_alive: whether that was lately.
        watching: sensors that are switched on.
        next_ticks: when each schedule that is switched on comes next.
        clock: what a wrong clock had left, and what became of it.
        unread: why the history could not be opened; empty where it could.
    """

    last_runs: dict[str, dict[str, str]]
    daemon_seen: str
    is_daemon_alive: bool
    watching: list[str]
    next_ticks: dict[str, str]
    clock: list[str]
    unread: str = ""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)

    def lines(self) -> list[str]:
        """For people: a label and a text each, as `minerals status` prints them."""
        if self.unread:
            return [f"runs      their history cannot be read: {self.unread}"]
        lines = [f"run       {job} {run['status']} {run['at']}" for job, run in self._newest()]
        lines += [f"clock     {note}" for note in self.clock]
        if not self.watching and not self.next_ticks:
            return [*lines, "watching  off: MINERALS_LIVE=true and Dagster's daemon switch it on"]
        last_seen = f"last seen {self.daemon_seen}" if self.daemon_seen else "never seen"
        alive = "alive" if self.is_daemon_alive else f"not running, {last_seen}"
        lines.append(f"daemon    {alive}, {counted(len(self.watching), 'sensor')} on")
        if self.next_ticks:
            name, at = min(self.next_ticks.items(), key=lambda tick: tick[1])
            lines.append(f"next      {name} {at}")
        return lines

    def _newest(self) -> Iterable[tuple[str, dict[str, str]]]:
        return sorted(self.last_runs.items(), key=lambda item: item[1]["at"], reverse=True)


def runs_state(settings: WarehouseSettings) -> RunsState | None:
    """What Dagster's history says; None where it never ran on this warehouse.

    What a wrong clock left in it is mended first. Dagster writes to its databases to open them: on
    a warehouse that is only read its history cannot be, and the state says so.
    """
    home = Path(os.environ.get("DAGSTER_HOME") or settings.dagster_home)
    if not home.is_dir() or ("DAGSTER_HOME" not in os.environ and not (home / "history").exists()):
        return None
    from sqlalchemy.exc import OperationalError

    try:
        return _read(home)
    except (OperationalError, OSError) as error:
        why = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
        return RunsState({}, "", False, [], {}, [], unread=f"{home}: {why}")


def _read(home: Path) -> RunsState:
    from orchestration.upkeep.clock import forget_the_future
    from orchestration.upkeep.history import open_history

    with open_history(home) as instance:
        mended = forget_the_future(instance)
        seen = _daemon_seen(instance)
        on = _switched_on(instance)
        return RunsState(
            last_runs=_last_runs(instance),
            daemon_seen=_as_text(seen) if seen else "",
            is_daemon_alive=seen is not None and abs(datetime.now(UTC) - seen) < SILENT_AFTER,
            watching=sorted(on["SENSOR"]),
            next_ticks={name: _as_text(at) for name, at in _next_ticks(on["SCHEDULE"]).items()},
            clock=mended,
        )


def _last_runs(instance: dg.DagsterInstance) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for record in instance.get_run_records(limit=RECENT_RUNS):
        run = record.dagster_run
        at = record.end_time or record.start_time or record.create_timestamp.timestamp()
        found.setdefault(
            run.job_name,
            {
                "status": run.status.value.lower(),
                "at": _as_text(datetime.fromtimestamp(at, UTC)),
                "run": run.run_id,
            },
        )
    return found


def _daemon_seen(instance: dg.DagsterInstance) -> datetime | None:
    beats = [beat.timestamp for beat in instance.get_daemon_heartbeats().values()]
    return datetime.fromtimestamp(max(beats), UTC) if beats else None


def _switched_on(instance: dg.DagsterInstance) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"SENSOR": [], "SCHEDULE": []}
    for state in instance.all_instigator_state():
        if state.is_running and state.instigator_type.value in found:
            found[state.instigator_type.value].append(state.instigator_name)
    return found


def _next_ticks(schedules: Iterable[str]) -> dict[str, datetime]:
    from orchestration.steps.cadence import CADENCES
    from orchestration.steps.schedules import schedule_name
    from orchestration.upkeep.dagster_private import cron_string_iterator

    now = datetime.now(UTC).timestamp()
    lines = {schedule_name(source_id): CADENCES[source_id].fetch_on for source_id in CADENCES}
    return {
        name: min(next(cron_string_iterator(now, line, "UTC")) for line in lines[name])
        for name in schedules
        if name in lines
    }


def _as_text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
