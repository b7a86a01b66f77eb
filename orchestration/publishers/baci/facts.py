"""CEPII BACI: what is known of its publisher, the Centre d'Études Prospectives.

Belongs here: name, licence, credit, rhythm, file names.
Does not belong here: layouts, the web page.

CEPII names a version by year and month (`V202601`); a corrected one has a letter (`V202401b`) and
is a revision of the same edition. A version covers the years to two years before its own.
"""

from __future__ import annotations

import re

from orchestration.publishers.publisher import DAY, Cadence, Facts, Terms

VERSION = r"V(?P<version>20\d{2})\d{2}[a-z]?"
ARCHIVE = re.compile(rf"BACI_(?P<hs>HS\d{{2}})_{VERSION}\.zip", re.I)
YEAR_TABLE = re.compile(rf"BACI_(?P<hs>HS\d{{2}})_Y(?P<year>\d{{4}})_{VERSION}\.csv", re.I)
PARQUET = re.compile(
    rf"BACI_(?P<hs>HS\d{{2}})_(?:{VERSION}|\w+_\d{{4}}_(?P<last_year>\d{{4}}))\.parquet", re.I
)
"""The same columns as Parquet, named by version or by first and last year."""
YEARS_BEHIND = 2
"""How many years before its own the newest year of a version lies."""

FACTS = Facts(
    source_id="baci",
    terms=Terms(
        source_name="CEPII BACI",
        licence="Etalab 2.0",
        attribution="Trade: BACI, CEPII (Gaulier and Zignago, 2010), version of {year}; summed "
        "and selected here.",
        address="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    ),
    file_names="BACI_HS<edition>_V<yyyymm>.zip, BACI_HS<edition>_Y<year>_V<yyyymm>.csv, or the "
    "same columns as BACI_HS<edition>_*_<first year>_<last year>.parquet",
    late_after=500 * DAY,  # yearly, in January or February
    cadence=Cadence(
        look_every=DAY,
        fetch_on=("50 5 * 1-3 1", "50 5 2 4-12 *"),
        unasked_warn=40 * DAY,
        unasked_fail=65 * DAY,
        why="A version a year in January or February, sometimes corrected in the months after: "
        "weekly in the first quarter, otherwise monthly; the archives are large.",
    ),
)
