"""HMRC's overseas trade statistics: what is known of their publisher, HM Revenue & Customs.

Belongs here: name, licence, credit, rhythm, file names.
Does not belong here: layouts, the service.

Two doors, two meanings of a partner. Bulk files of imports print the country of **origin** beside
the country of dispatch, and are what the United Kingdom measures its limit by. The service prints
the country that goods were **consigned** from. Editions of the two are named apart, and no figure
of one is added to, or stands for, one of the other.

Unproven on real files: both doors are written from how HMRC and public programs describe them.
"""

from __future__ import annotations

import re

from orchestration.publishers.publisher import DAY, Cadence, Facts, Terms

SOURCE_ID = "hmrc_ots"
CONSIGNED = "consigned"
MONTH_TABLE = re.compile(r"BDSImp(?P<yy>\d{2})(?P<mm>0[1-9]|1[0-2])(?:\.txt)?", re.I)
MONTH_ZIP = re.compile(r"BDSImp(?P<yy>\d{2})(?P<mm>0[1-9]|1[0-2])\.zip", re.I)
ARCHIVE = re.compile(r"BDSImp_(?:(?:jan-jun|jul-dec))?(?P<yy>\d{2})archive\.zip", re.I)
"""A month as HMRC publishes it first, and the archives of half a year or a year that follow."""
ANSWER = re.compile(
    rf"{SOURCE_ID}_{CONSIGNED}_(?P<year>20\d{{2}})(?:_\w+)?\.(?P<layout>csv|json)", re.I
)
CENTURY_TURNS = 90
MONTHS_REVISED = 6
"""How many months before the newest HMRC revises as it publishes that one."""

FACTS = Facts(
    source_id=SOURCE_ID,
    terms=Terms(
        source_name="HMRC Overseas Trade Statistics",
        licence="OGL v3",
        attribution="Contains public sector information licensed under the Open Government "
        "Licence v3.0: HM Revenue & Customs, Overseas Trade in Goods Statistics, {year}.",
        address="https://www.uktradeinfo.com",
    ),
    file_names="BDSImp<yymm>.txt or .zip and bdsimp_<half>-<half><yy>archive.zip, by minerals "
    f"trade add; {SOURCE_ID}_{CONSIGNED}_<year>[_<any>].csv or .json",
    late_after=500 * DAY,
    cadence=Cadence(
        look_every=DAY,
        fetch_on=("10 7 20 * *",),
        unasked_warn=40 * DAY,
        unasked_fail=65 * DAY,
        why="A month is published about six weeks after it ends, and the six before it are revised "
        "with it: monthly, and looked after daily in case that failed. Asked only where a person "
        "switched it on.",
    ),
    can_be_left_out=True,
    unproven="unproven on real files: compare the first month with HMRC's own totals",
)


def full_year(two_digits: str) -> int:
    """The year of two digits, as HMRC's file names have it."""
    year = int(two_digits)
    return 1900 + year if year >= CENTURY_TURNS else 2000 + year
