"""Worldwide Governance Indicators: what is known of their publisher, the World Bank.

Belongs here: name, licence, credit, rhythm, file names. Does not belong here: layouts, the API.
"""

from __future__ import annotations

import re

from orchestration.publishers.publisher import DAY, Cadence, Facts, Terms

TABLE = re.compile(r"wgi_(?P<year>20\d{2}).*\.csv", re.I)
PAGES = re.compile(r"wgi_(?P<year>20\d{2})_api_pages\.jsonl", re.I)

FACTS = Facts(
    source_id="wgi",
    terms=Terms(
        source_name="Worldwide Governance Indicators",
        licence="CC BY 4.0",
        attribution="Governance scores: Worldwide Governance Indicators, {year} update, "
        "World Bank.",
        address="https://www.govindicators.org",
    ),
    file_names="wgi_<year>*.csv or wgi_<year>_api_pages.jsonl",
    late_after=800 * DAY,  # yearly, but the figures of a year come nine to twelve months after it
    cadence=Cadence(
        look_every=DAY,
        fetch_on=("30 5 * 9-12 3", "30 5 1 1-8 *"),
        unasked_warn=40 * DAY,
        unasked_fail=65 * DAY,
        why="Published once a year between September and November: weekly then, otherwise "
        "monthly; the figures move the governance-weighted index only.",
    ),
)
