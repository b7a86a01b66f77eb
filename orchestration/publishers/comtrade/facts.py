"""UN Comtrade: what is known of its publisher, the United Nations Statistics Division.

Belongs here: name, terms, credit, rhythm, file names. Does not belong here: layouts, the service.

Its terms do not allow passing figures on. They are read only where a person switched this source
on, never ship, and what is built of them carries `is_open` = false, which pages and the copies for
other servers leave out.
"""

from __future__ import annotations

import re

from orchestration.publishers.publisher import DAY, Cadence, Facts, Terms

FILE = re.compile(
    r"comtrade_(?P<year>(?:19|20)\d{2})(?:_\w+)?\.(?P<layout>csv|csv\.gz|json|json\.gz)", re.I
)

FACTS = Facts(
    source_id="comtrade",
    terms=Terms(
        source_name="UN Comtrade",
        licence="Not open: terms of UN Comtrade forbid passing figures on; the user's own "
        "responsibility",
        attribution="Trade as countries report it: UN Comtrade, United Nations, {year}.",
        address="https://comtradeplus.un.org",
    ),
    file_names="comtrade_<year>[_<any>].csv or .json, also packed as .gz",
    late_after=800 * DAY,  # countries report a year one to two years later
    cadence=Cadence(
        look_every=DAY,
        fetch_on=("20 6 3 * *",),
        unasked_warn=40 * DAY,
        unasked_fail=65 * DAY,
        why="Countries report at any time and revise years back; the service counts requests, so "
        "it is asked once a month, and looked after daily in case that failed.",
    ),
    is_optional=True,
)
