"""One record of the publisher, however it arrived: fields to a row, and what must hold for it.

Belongs here: the publisher's field names, years, quantities and note codes.
Does not belong here: files (`pages.py`, `export.py`), countries and commodities (seeds): a
country's code is kept but never used, for two Congos share one and Kosovo's is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from orchestration.publishers.bgs_wms.rows import BgsRecord
from orchestration.publishers.layout import Column
from orchestration.publishers.reading.beside import patterns_beside
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.tabular import is_number
from orchestration.publishers.reading.text import clean

STATISTICS = ("Production", "Imports", "Exports")
FIELDS = (
    Column("country_trans", "text", "the country"),
    Column("bgs_statistic_type_trans", "text", "what is counted", words=STATISTICS),
    Column("bgs_commodity_trans", "text", "the commodity"),
    Column("bgs_sub_commodity_trans", "text", "a part of it", is_optional=True),
    Column("yearbook_table_trans", "text", "the table of the yearbook", is_optional=True),
    Column("units", "text", "the unit, in the publisher's words"),
    Column("year", "date", "the first of January of the year: 2024-01-01"),
    Column("quantity", "number", "blank where unknown", unit="of units", is_optional=True),
)
EXTRA_FIELDS = (
    Column("bgs_commodity_code", "text", "the publisher's code", is_optional=True),
    Column("country_iso2_code", "text", "two letters, kept and not used", is_optional=True),
    Column("country_iso3_code", "text", "three letters, kept and not used", is_optional=True),
    Column("sdmx_code", "text", "the status of the figure", is_optional=True),
    Column("concat_figure_notes_code", "text", "codes of the notes", is_optional=True),
    Column("concat_figure_notes_text", "text", "the notes, parted by |", is_optional=True),
)
NEEDED = tuple(field.name for field in FIELDS)
EXTRA = tuple(field.name for field in EXTRA_FIELDS)
YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})-01-01(?:[T ]00:00:00Z?)?")
WAY_OUT = "compare with the publisher's answer; if it has changed, so must publishers/bgs_wms"


@lru_cache(maxsize=1)
def _note_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return patterns_beside(__package__, "note_rules.csv")


@lru_cache(maxsize=4096)
def note_marks(text: str) -> str:
    """Codes of the notes beside a figure; a note that no rule knows gives `other`."""
    codes = set()
    for note in (clean(part) for part in text.split("|")):
        if note:
            codes.add(next((c for c, pattern in _note_rules() if pattern.search(note)), "other"))
    return ";".join(sorted(codes))


def read_record(
    edition_id: str,
    file_name: str,
    number: int,
    fields: Mapping[str, str],
    problems: Problems,
    feature_id: str | None = None,
    collection_count: int | None = None,
) -> BgsRecord | None:
    """One row of the raw table, or None when the record makes no sense.

    Args:
        edition_id: edition.
        file_name: file that holds the record.
        number: place of the record in the file.
        fields: the publisher's fields as text, '' for nothing.
        problems: what is wrong goes there.
        feature_id: the publisher's own key, where the layout has one.
        collection_count: how many records the publisher says match the question of this page.
    """
    _check(fields, f"{file_name}, record {number}", problems)
    year = YEAR.fullmatch(fields["year"])
    if year is None:
        return None
    return BgsRecord(
        edition_id,
        file_name,
        number,
        feature_id,
        collection_count,
        fields["bgs_statistic_type_trans"],
        fields["yearbook_table_trans"] or None,
        fields["bgs_commodity_trans"],
        fields["bgs_sub_commodity_trans"] or None,
        fields["bgs_commodity_code"] or None,
        fields["country_trans"],
        fields["country_iso2_code"] or None,
        fields["country_iso3_code"] or None,
        fields["units"],
        int(year.group("year")),
        fields["quantity"],
        fields["sdmx_code"] or None,
        fields["concat_figure_notes_code"] or None,
        note_marks(fields["concat_figure_notes_text"]),
    )


def _check(fields: Mapping[str, str], where: str, problems: Problems) -> None:
    """Report everything that must hold for a record and does not."""
    statistic, value = fields["bgs_statistic_type_trans"], fields["quantity"]
    if statistic not in STATISTICS:
        _refuse(problems, "a record counts something unknown", where, STATISTICS, statistic)
    if not YEAR.fullmatch(fields["year"]):
        _refuse(problems, "a record has no year", where, ["a first of January"], fields["year"])
    if value and (value.startswith("-") or not is_number(value)):
        _refuse(problems, "a quantity is negative or not a number", where, ["a number"], value)
    for name in ("country_trans", "bgs_commodity_trans", "units"):
        if not fields[name]:
            _refuse(problems, "a record lacks what names it", where, [name], "nothing")


def key_of(record: BgsRecord) -> tuple[object, ...]:
    """What names a figure of this publisher."""
    return (
        record.statistic_as_printed,
        record.commodity_as_printed,
        record.sub_commodity_as_printed or "",
        record.table_as_printed or "",
        record.country_as_printed,
        record.year,
    )


def _refuse(
    problems: Problems, what: str, where: str, expected: tuple[str, ...] | list[str], found: str
) -> None:
    problems.layout(
        what, where=where, expected=", ".join(expected), found=found or "nothing", way_out=WAY_OUT
    )
