"""How often each source is asked, and how old its figures may become.

Belongs here: the rhythm of the drop folder and of releases.
Does not belong here: the rhythm of a publisher (its `facts.py`), the sensors and schedules that
read all of them.
"""

from __future__ import annotations

from orchestration.publishers import PUBLISHERS
from orchestration.publishers.publisher import DAY, HOUR, Cadence
from orchestration.steps.assets.landing import DROP_FOLDER

CADENCES: dict[str, Cadence] = {
    **{each.source_id: each.facts.cadence for each in PUBLISHERS if each.facts.cadence},
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

# The newest edition of a source may be this old before people are notified that one is late.
LATE_AFTER = {each.source_id: each.facts.late_after for each in PUBLISHERS}
