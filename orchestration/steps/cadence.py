"""How often each publisher is asked, and how old its figures may become: one table, with reasons.

Belongs here: intervals, cron lines and limits of every source, each with its why.
Does not belong here: the sensors and schedules that read it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from orchestration.steps.assets.landing import DROP_FOLDER

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Cadence(NamedTuple):
    """The rhythm of one source. Cron lines are UTC.

    Args:
        look_every: how often the sensor asks what the publisher announces; a few small requests.
        fetch_on: when a fetch runs by the calendar, whatever the sensor thinks.
        unasked_warn, unasked_fail: how long the publisher may go without an answer to us.
    """

    look_every: timedelta
    fetch_on: tuple[str, ...]
    unasked_warn: timedelta
    unasked_fail: timedelta
    why: str


CADENCES: dict[str, Cadence] = {
    "usgs_mcs": Cadence(
        look_every=6 * HOUR,
        fetch_on=("10 5 * 1-3 *", "10 5 * 4-12 1"),
        unasked_warn=8 * DAY,
        unasked_fail=15 * DAY,
        why="Published at the end of January or in early February, corrected in place within weeks "
        "(2024: five weeks later): daily until the end of March, then on Mondays.",
    ),
    "critical_lists": Cadence(
        look_every=12 * HOUR,
        fetch_on=("20 5 * * 2",),
        unasked_warn=15 * DAY,
        unasked_fail=22 * DAY,
        why="No calendar: governments revise lists every two to four years and correct pages at "
        "any time; a week is early enough for a list.",
    ),
    "wgi": Cadence(
        look_every=DAY,
        fetch_on=("30 5 * 9-12 3", "30 5 1 1-8 *"),
        unasked_warn=40 * DAY,
        unasked_fail=65 * DAY,
        why="Published once a year between September and November: weekly then, monthly else; "
        "the figures move the governance-weighted index only.",
    ),
    "bgs_wms": Cadence(
        look_every=DAY,
        fetch_on=("40 5 1 * *",),
        unasked_warn=40 * DAY,
        unasked_fail=65 * DAY,
        why="One large table that changes a few times a year; reading it takes hundreds of pages, "
        "so the sensor reads its counts daily and all of it is read once a month.",
    ),
    DROP_FOLDER: Cadence(
        look_every=HOUR,
        fetch_on=("50 5 * * 4",),
        unasked_warn=15 * DAY,
        unasked_fail=22 * DAY,
        why="World Mining Data is a yearly workbook that a person downloads each spring, and any "
        "publisher may block scripts: looking into a folder costs nothing, so what is dropped is "
        "taken within the hour.",
    ),
}

# A year brings a new USGS edition, so at least one release; 35 days are what it was late at most.
REBUILT_WARN, REBUILT_FAIL = 380 * DAY, 400 * DAY

# The newest edition of a source may be this old before people are told that one is late.
LATE_AFTER: dict[str, timedelta] = {
    "usgs_mcs": 430 * DAY,  # yearly at the end of January; a shutdown held 2019 back by a month
    "wmd": 500 * DAY,  # yearly between April and June
    "wgi": 800 * DAY,  # yearly, but the figures of a year come nine to twelve months after it
    "critical_lists": 4 * 365 * DAY,  # the longest pause between two United States lists so far
    "bgs_wms": 500 * DAY,  # yearly
}
