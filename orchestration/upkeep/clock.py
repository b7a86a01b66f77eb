"""A clock that was wrong: what Dagster remembers of the future would keep it waiting until then.

Belongs here: finding and forgetting moments that have not come.
Does not belong here: attempts that failed in the future (`steps/attempts.py`).

A sensor is asked again some minutes after it was asked last, and a schedule at its next moment
after the last one. A machine that started with the wrong year leaves both in that year, and when
its clock is right again nobody is asked for months; nothing fails, so nobody is notified.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from dagster import DagsterInstance

from orchestration.ground.counted import counted

AHEAD = timedelta(minutes=10)
"""Clocks of two machines may differ by as much; a daemon on another one is no wrong clock."""
_OF_SENSORS = (
    "last_tick_timestamp",
    "last_tick_start_timestamp",
    "last_sensor_start_timestamp",
    "last_tick_success_timestamp",
)
_OF_SCHEDULES = ("start_timestamp", "last_iteration_timestamp")


def forget_the_future(instance: DagsterInstance) -> list[str]:
    """Sensors and schedules forget what they remember of a later moment than this one.

    A daemon that runs asks its sensors at once; the schedules it has read, when it starts again.

    Returns:
        Notes for people: one for all of them, or none.
    """
    now = datetime.now(UTC)
    latest, names = now, []
    for state in instance.all_instigator_state():
        found = [
            *_moments_mended(instance, state, now),
            *_ticks_mended(instance, state, now),
        ]
        if found:
            names.append(state.instigator_name)
            latest = max(latest, *found)
    if not names:
        return []
    return [
        f"{counted(len(names), 'sensor or schedule', 'sensors and schedules')} waited for "
        f"{latest:%Y-%m-%d %H:%M} UTC, which a wrong clock had shown; a sensor goes on now, a "
        "schedule once the daemon has started again"
    ]


def _moments_mended(instance: DagsterInstance, state: Any, now: datetime) -> list[datetime]:
    data = state.instigator_data
    ahead = {
        name: moment
        for name in (*_OF_SENSORS, *_OF_SCHEDULES)
        if (moment := getattr(data, name, None)) and _is_ahead(moment, now)
    }
    if ahead:
        # a sensor that was never asked is asked at once; a schedule makes up for one moment at most
        mended = {name: None if name in _OF_SENSORS else now.timestamp() for name in ahead}
        instance.update_instigator_state(state.with_data(data._replace(**mended)))
    return [datetime.fromtimestamp(moment, UTC) for moment in ahead.values()]


def _ticks_mended(instance: DagsterInstance, state: Any, now: datetime) -> list[datetime]:
    """Schedules go on from their last tick; a tick of the future would stay the last."""
    after = (now + AHEAD).timestamp()
    found = instance.get_ticks(state.instigator_origin_id, state.selector_id, after=after)
    for tick in found:
        at = now.timestamp()
        mended = tick.tick_data._replace(timestamp=at, end_timestamp=at)
        instance.update_tick(tick._replace(tick_data=mended))
    return [datetime.fromtimestamp(tick.timestamp, UTC) for tick in found]


def _is_ahead(moment: float, now: datetime) -> bool:
    return moment > (now + AHEAD).timestamp()
