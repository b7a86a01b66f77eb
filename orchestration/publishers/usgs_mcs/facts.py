"""Mineral Commodity Summaries: what is known of their publisher, the U.S. Geological Survey.

Belongs here: name, licence, credit, rhythm. Does not belong here: file-name patterns (`edition.py`,
beside the years that an edition prints).
"""

from __future__ import annotations

from orchestration.publishers.publisher import DAY, HOUR, Cadence, Facts, Terms

FACTS = Facts(
    source_id="usgs_mcs",
    terms=Terms(
        source_name="USGS Mineral Commodity Summaries",
        licence="US public domain",
        attribution="Figures: U.S. Geological Survey, Mineral Commodity Summaries {year}. "
        "Public domain; the survey asks to be credited.",
        address="https://www.usgs.gov/centers/national-minerals-information-center",
    ),
    file_names="mcs<year>-<commodity>_world.csv, MCS<year>_World_Data.csv or "
    "MCS<year>_Commodities_Data.csv; beside them MCS<year>_Fig<n>_Net_Import_Reliance.csv and "
    "MCS<year>_Fig<n>_Major_Import_Sources.csv, mcs<year>-<commodity>_salient.csv",
    late_after=430 * DAY,  # yearly at the end of January; a shutdown held 2019 back by a month
    cadence=Cadence(
        look_every=6 * HOUR,
        fetch_on=("10 5 * 1-3 *", "10 5 * 4-12 1"),
        unasked_warn=8 * DAY,
        unasked_fail=15 * DAY,
        why="Published at the end of January or in early February, corrected in place within weeks "
        "(2024: five weeks later): daily until the end of March, then on Mondays.",
    ),
)
