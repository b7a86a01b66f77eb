"""Which edition of the Mineral Commodity Summaries a file belongs to, and which years that means.

Belongs here: file-name patterns, the SOURCE column, the years that an edition must print.
Does not belong here: headers, cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orchestration.ground.errors import LayoutError, SourceError
from orchestration.publishers.usgs_mcs.facts import FACTS

COMMODITY_FILE = re.compile(r"mcs(?P<year>20\d{2})[-_](?P<code>[a-z0-9-]+)_world\.csv", re.I)
WIDE_FILE = re.compile(r"mcs(?P<year>20\d{2})_world_data.*\.csv", re.I)
LONG_FILE = re.compile(r"mcs(?P<year>20\d{2})_commodities_data.*\.csv", re.I)
FIGURE_FILE = re.compile(
    r"mcs(?P<year>20\d{2})_fig\d+_(?:net_import_reliance|major_import_sources).*\.csv", re.I
)
SALIENT_FILE = re.compile(r"mcs(?P<year>20\d{2})-?(?P<code>[a-z][a-z-]*)_salient\.csv", re.I)
FILE_PATTERNS = (COMMODITY_FILE, WIDE_FILE, LONG_FILE, FIGURE_FILE, SALIENT_FILE)
SOURCE_VALUE = re.compile(r"MCS\s*(20\d{2})", re.I)


class Edition(NamedTuple):
    """One yearly edition: it prints the two years before its own."""

    year: int

    @property
    def edition_id(self) -> str:
        """Identifier of the edition, for example `usgs_mcs_2026`."""
        return f"{FACTS.source_id}_{self.year}"

    @property
    def production_years(self) -> tuple[int, int]:
        """The years whose production every table of the edition prints."""
        return (self.year - 2, self.year - 1)


def match_file_name(file_name: str) -> re.Match[str] | None:
    """The pattern that a file name of this family follows, if any."""
    for pattern in FILE_PATTERNS:
        match = pattern.fullmatch(file_name)
        if match:
            return match
    return None


def edition_of(file_name: str, printed_sources: Iterable[str], newest_year: int | None) -> Edition:
    """The edition by file name or SOURCE column, otherwise the newest year printed plus one."""
    match = re.search(r"mcs[\s_-]*(20\d{2})", file_name, re.I)
    printed = {source.strip() for source in printed_sources if source.strip()}
    by_source = {int(m.group(1)) for s in printed if (m := SOURCE_VALUE.fullmatch(s))}
    by_name = {int(match.group(1))} if match else set()
    by_year = {newest_year + 1} if newest_year else set()
    strange = sorted(s for s in printed if not SOURCE_VALUE.fullmatch(s))
    candidates = by_name | by_source or by_year
    if strange or len(candidates) != 1:
        raise SourceError(
            "it is not clear which edition the file belongs to",
            where=file_name,
            expected="one year in the file name and the Source column, for example MCS2025",
            found=f"file name {sorted(by_name)}, Source column {sorted(by_source) + strange}, "
            f"newest year printed {newest_year}",
            way_out="restore the publisher's file name and check that no editions were mixed",
        )
    return Edition(candidates.pop())


def check_years(edition: Edition, columns: Sequence[tuple[str, int | None]], where: str) -> None:
    """Refuse value columns (statistic and detail, year) that lack a year the edition prints.

    Production comes for both years; capacity for one of them at least; reserves carry the last
    year or none.
    """
    years: dict[str, set[int | None]] = {}
    for table, year in columns:
        years.setdefault(table, set()).add(year)
    for table, found in years.items():
        allowed: set[int | None] = set(edition.production_years)
        if table.startswith("production") and found != allowed:
            raise _year_error(where, table, "both " + _list(allowed), found)
        if table.startswith("capacity") and not found <= allowed:
            raise _year_error(where, table, "one or both of " + _list(allowed), found)
        if table.startswith("reserves") and not found <= {edition.year - 1, None}:
            raise _year_error(where, table, f"{edition.year - 1} or no year", found)


def _list(years: Iterable[int | None]) -> str:
    return " and ".join("no year" if y is None else str(y) for y in sorted(years, key=str))


def _year_error(where: str, table: str, expected: str, found: Iterable[int | None]) -> LayoutError:
    return LayoutError(
        f"a year of {table} is missing or is not one of this edition",
        where=where,
        expected=expected,
        found=_list(found),
        way_out="compare the header with the publisher's file; if the publisher changed what an "
        "edition prints, change orchestration/publishers/usgs_mcs/edition.py",
    )
