"""World Mineral Statistics: what is known of their publisher, the British Geological Survey.

Belongs here: name, terms, credit, rhythm, file names. Does not belong here: layouts, the API.

The figures are not open: they are read only where a person switched this source on, and are never
written into the figures that ship.
"""

from __future__ import annotations

import re

from orchestration.publishers.publisher import DAY, Cadence, Facts, Terms

FILE = re.compile(r"bgs_wms_(?P<year>20\d{2})_.*\.(?P<layout>json|csv)", re.I)

FACTS = Facts(
    source_id="bgs_wms",
    terms=Terms(
        source_name="BGS World Mineral Statistics",
        licence="Not open: terms of the British Geological Survey; the user's own responsibility",
        attribution="Figures: World Mineral Statistics, British Geological Survey, © UKRI.",
        address="https://www.bgs.ac.uk/mineralsuk/statistics/world-mineral-statistics/",
    ),
    file_names="bgs_wms_<year>_*.json (pages) or bgs_wms_<year>_*.csv (exports)",
    late_after=500 * DAY,  # yearly
    cadence=Cadence(
        look_every=DAY,
        fetch_on=("40 5 1 * *",),
        unasked_warn=40 * DAY,
        unasked_fail=65 * DAY,
        why="One large table that changes a few times a year; reading it takes hundreds of pages, "
        "so the sensor reads its counts daily and all of it is read once a month.",
    ),
    is_optional=True,
)
