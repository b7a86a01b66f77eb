"""Which country codes BACI has, and which flows are kept one by one.

Belongs here: the register beside this file (`countries.csv`), and what follows from it.
Does not belong here: countries behind the codes (seeds), codes of goods (`reading/hs_codes.py`),
layouts.

* `countries.csv`: CEPII's own codes. `flows_kept` says whose flows are kept one by one: an
  importer, an exporter, or the European Union of today as one importer without trade within it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from orchestration.publishers.reading.beside import rows_beside

FIRST_YEAR_OF_FLOWS = 2015
"""Before it, sums by exporter are all that is kept."""
ENDED = re.compile(r"\(\.\.\.(?P<year>\d{4})\)")
"""How CEPII writes the last year of a country that is no more behind its name."""


def _countries() -> list[dict[str, str]]:
    return rows_beside(__package__, "countries.csv")


@lru_cache(maxsize=1)
def country_codes() -> frozenset[int]:
    """Every country code that CEPII prints."""
    return frozenset(int(row["country_code"]) for row in _countries())


@lru_cache(maxsize=4)
def codes_of_letters(year: int) -> dict[str, int]:
    """Country codes by the three letters that CEPII gives them, of the countries of a year."""
    found: dict[str, int] = {}
    for row in _countries():
        ended = ENDED.search(row["country_name"])
        if ended is None or int(ended["year"]) >= year:
            found[row["country_iso3"]] = int(row["country_code"])
    return found


@lru_cache(maxsize=4)
def kept(role: str) -> frozenset[int]:
    """Country codes whose flows are kept: `importer`, `exporter`, or members of the bloc `eu`."""
    return frozenset(int(row["country_code"]) for row in _countries() if row["flows_kept"] == role)
