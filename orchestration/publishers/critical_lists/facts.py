"""Lists of critical minerals: the terms of each list, and the rhythm of all.

Belongs here: source, name, licence, credit and address of every list, under its identifier.
Does not belong here: which files hold a list (`layouts.py`, `uk_documents.py`), its lines.
"""

from __future__ import annotations

from datetime import date

from orchestration.publishers.publisher import DAY, HOUR, Cadence, Facts, Terms

UK_LICENCE = "OGL v3"
UK_CREDIT = "Contains public sector information licensed under the Open Government Licence v3.0."
UK_CRITICALITY = "UK criticality assessment"
UK_FIRST_STRATEGY = "government/publications/uk-critical-mineral-strategy"
UK_STRATEGY = (
    "government/publications/uk-critical-minerals-strategy/vision-2035-critical-minerals-strategy"
)
UK_ANNEX = "government/publications/uk-critical-minerals-strategy/critical-minerals-technical-annex"


def _us(published_by: str, citation: str) -> Terms:
    credit = f"List: {published_by}, {citation}."
    return Terms(
        "US list of critical minerals",
        "US public domain",
        credit,
        citation,
        source_id="us_critical_minerals",
    )


def _uk(source_id: str, name: str, path: str) -> Terms:
    return Terms(name, UK_LICENCE, UK_CREDIT, f"https://www.gov.uk/{path}", source_id)


NEWEST_US = "us_2025"
"""The list in force, which the survey's yearly table prints."""
NEWEST_US_PUBLISHED_ON = date(2025, 11, 7)

FACTS = Facts(
    source_id="critical_lists",
    terms=Terms(
        source_name="List of critical minerals",
        licence="Terms of the list's publisher",
        attribution="List {year}.",
        address="a file that was dropped by hand",
    ),
    of_editions={
        "us_2018": _us("U.S. Department of the Interior", "83 FR 23295"),
        "us_2022": _us("U.S. Geological Survey", "87 FR 10381"),
        NEWEST_US: _us("U.S. Geological Survey", "90 FR 50494"),
        "uk_2021": _uk("uk_criticality", UK_CRITICALITY, UK_FIRST_STRATEGY),
        "uk_2024": _uk("uk_criticality", UK_CRITICALITY, UK_ANNEX),
        "uk_growth_2025": _uk("uk_growth_minerals", "UK growth minerals", UK_ANNEX),
        "uk_strategy_2025": _uk("uk_strategy", "UK critical minerals strategy", UK_STRATEGY),
        "eu_2023": Terms(
            source_name="EU critical raw materials",
            licence="CC BY 4.0",
            attribution="List: European Union, Regulation (EU) 2024/1252.",
            address="Regulation (EU) 2024/1252, annex II",
            source_id="eu_critical_raw_materials",
        ),
    },
    file_names="usgs_critical_minerals_<year>.csv or MCS<year>_T<n>_Critical_Minerals_End_Use.csv, "
    "uk_*.csv, eu_2023.csv",
    late_after=4 * 365 * DAY,  # the longest pause between two United States lists so far
    cadence=Cadence(
        look_every=12 * HOUR,
        fetch_on=("20 5 * * 2",),
        unasked_warn=15 * DAY,
        unasked_fail=22 * DAY,
        why="No calendar: governments revise lists every two to four years and correct pages at "
        "any time; a week is early enough for a list.",
    ),
)
