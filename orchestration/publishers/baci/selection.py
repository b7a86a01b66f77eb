"""Which codes of BACI are read, which country codes it has, which flows are kept one by one.

Belongs here: the registers beside this file (`codes.csv`, `countries.csv`), and what follows from
them.
Does not belong here: countries and minerals behind the codes (seeds), layouts.

* `codes.csv`: the codes around the minerals in every HS edition that has them, and whether they are
  read. A code of another HS edition shows that a file is not what its name says.
* `countries.csv`: CEPII's own codes. `flows_kept` says whose flows are kept one by one: an
  importer, an exporter, or the European Union of today as one importer without trade within it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

FIRST_YEAR_OF_FLOWS = 2015
"""Before it, sums by exporter are all that is kept."""
ENDED = re.compile(r"\(\.\.\.(?P<year>\d{4})\)")
"""How CEPII writes the last year of a country that is no more behind its name."""


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return iter(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def taken_codes() -> frozenset[str]:
    """Six-digit codes that are read, of all HS editions together."""
    return frozenset(row["hs_code"] for row in _rows("codes.csv") if row["is_taken"] == "true")


@lru_cache(maxsize=16)
def foreign_codes(hs_edition: str) -> frozenset[str]:
    """Codes that other HS editions have and this one has not; empty where it is not known."""
    of_each = [(row["hs_code"], row["hs_editions"].split()) for row in _rows("codes.csv")]
    if not any(hs_edition in editions for _, editions in of_each):
        return frozenset()
    return frozenset(code for code, editions in of_each if hs_edition not in editions)


@lru_cache(maxsize=1)
def country_codes() -> frozenset[int]:
    """Every country code that CEPII prints."""
    return frozenset(int(row["country_code"]) for row in _rows("countries.csv"))


@lru_cache(maxsize=4)
def codes_of_letters(year: int) -> dict[str, int]:
    """Country codes by the three letters that CEPII gives them, of the countries of a year."""
    found: dict[str, int] = {}
    for row in _rows("countries.csv"):
        ended = ENDED.search(row["country_name"])
        if ended is None or int(ended["year"]) >= year:
            found[row["country_iso3"]] = int(row["country_code"])
    return found


@lru_cache(maxsize=4)
def kept(role: str) -> frozenset[int]:
    """Country codes whose flows are kept: `importer`, `exporter`, or members of the bloc `eu`."""
    return frozenset(
        int(row["country_code"]) for row in _rows("countries.csv") if row["flows_kept"] == role
    )
