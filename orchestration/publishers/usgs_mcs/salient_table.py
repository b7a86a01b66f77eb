"""Salient statistics of the United States, one CSV per commodity: the layout of 2022 to 2024.

Five rows, one a year; each column is a statistic with its unit at the end of the header
(`Imports_Metal_kg`). Headers differ by file and are misprinted now and then: those that are known
to be are listed in `salient_misprints.csv`, any other header without a known unit is refused.

Belongs here: what such a file must have, its cells as printed.
Does not belong here: what a column counts (dbt: seed `salient_series`), the
long layout's rows (`salient_rows`), what a mark such as `W` means (staging).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.beside import rows_beside
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.reading.tabular import check_unique
from orchestration.publishers.reading.text import clean, is_blank, wrong_width
from orchestration.publishers.usgs_mcs.edition import SALIENT_FILE, Edition, edition_of
from orchestration.publishers.usgs_mcs.per_commodity import is_per_commodity
from orchestration.publishers.usgs_mcs.rows import KEPT, SET_ASIDE, RowAccount, SalientCell

TABLE = "usgs_mcs_salient"
REASON = "us_salient_statistics"
MISFILED = "world_table_in_a_salient_file"
ID_COLUMNS = ("datasource", "commodity", "year")
YEARS_PRINTED = 5
QUANTITIES = ("t", "kt", "mmt", "kg", "g", "mcm", "mct", "mdol", "msqft", "num", "pct")
PRICES = ("dt", "dkg", "dg", "dlb", "dto", "dtoz", "dst", "dct", "ctslb")
UNITS = frozenset((*QUANTITIES, *PRICES))
"""Units at the end of a header: `dkg` is dollars per kilogram, `mdol` million dollars."""


class Column(NamedTuple):
    """One column of figures: where it stands, its header, the header without its unit."""

    position: int
    header: str
    statistic: str
    unit: str | None


def is_salient(header: Sequence[str]) -> bool:
    """Whether a header line is of this layout."""
    return tuple(clean(text).lower() for text in header[: len(ID_COLUMNS)]) == ID_COLUMNS


def is_misfiled(file_name: str, header: Sequence[str]) -> bool:
    """Whether a file is a world table by its header and salient statistics by its name."""
    return SALIENT_FILE.fullmatch(file_name) is not None and is_per_commodity(header)


def parse_misfiled(
    records: Sequence[Sequence[str]], parsed: ParsedFile, _problems: Problems
) -> Edition:
    """Account for the rows of a draft of a world table that the publisher put under this name.

    The edition prints the table in its own file; the salient statistics are not in the edition.
    """
    file_name = parsed.source_file.file_name
    edition = edition_of(file_name, (clean(r[0]) for r in records[1:] if r), None)
    filled = sum(not is_blank(record) for record in records[1:])
    _account(parsed, edition, SET_ASIDE, MISFILED, filled, len(records) - 1 - filled)
    return edition


def parse(records: Sequence[Sequence[str]], parsed: ParsedFile, problems: Problems) -> Edition:
    """Add the cells and row account of one commodity's file."""
    file_name = parsed.source_file.file_name
    rows = [(n, r) for n, r in enumerate(records[1:], 2) if not is_blank(r)]
    columns = _columns(records, file_name, problems)
    edition = edition_of(file_name, (clean(record[0]) for _, record in rows), None)
    keys: list[tuple[tuple[object, ...], int]] = []
    for number, record in rows:
        with problems.collecting():
            if len(record) != len(records[0]):
                raise wrong_width(record, records[0], file_name, number)
            year = _year(edition, clean(record[2]), f"{file_name}, record {number}")
            parsed.add(TABLE, _cells(edition, file_name, number, year, record, columns))
            keys.append(((clean(record[1]), year), number))
    check_unique(keys, file_name, problems)
    _account(parsed, edition, KEPT, REASON, len(rows), len(records) - 1 - len(rows))
    return edition


def _cells(
    edition: Edition,
    file_name: str,
    number: int,
    year: int,
    record: Sequence[str],
    columns: Sequence[Column],
) -> Iterator[SalientCell]:
    for column in columns:
        yield SalientCell(
            edition_id=edition.edition_id,
            file_name=file_name,
            source_row=number,
            column_no=column.position + 1,
            source_column=column.header,
            chapter_as_printed=None,
            commodity_as_printed=clean(record[1]),
            statistic_as_printed=column.statistic,
            detail_as_printed=None,
            unit_as_printed=column.unit,
            year=year,
            value_as_printed=clean(record[column.position]),
            note_marks="",
        )


def _columns(records: Sequence[Sequence[str]], file_name: str, problems: Problems) -> list[Column]:
    """Columns of figures; one without a header counts where it holds anything."""
    found: list[Column] = []
    for position, text in enumerate(records[0][len(ID_COLUMNS) :], len(ID_COLUMNS)):
        header = clean(text)
        if header:
            with problems.collecting():
                statistic, unit = _statistic_and_unit(header, f"{file_name}, record 1")
                found.append(Column(position, header, statistic, unit))
        elif any(clean(record[position]) for record in records[1:] if len(record) > position):
            name = f"unnamed_{position + 1}"
            found.append(Column(position, name, name, None))
    return found


def _statistic_and_unit(header: str, where: str) -> tuple[str, str | None]:
    statistic, _, unit = header.rpartition("_")
    if statistic and unit in UNITS:
        return statistic, unit
    if header in misprints():
        return header, None
    raise LayoutError(
        "a column header ends in no known unit",
        where=where,
        expected=f"a unit at its end, as in Imports_Metal_kg: {', '.join(sorted(UNITS))}",
        found=header,
        way_out="if the unit is new, teach orchestration/publishers/usgs_mcs/salient_table.py and "
        "the seed salient_units; a misprint goes into salient_misprints.csv",
    )


@lru_cache(maxsize=1)
def misprints() -> frozenset[str]:
    """Headers that the publisher printed without a readable unit."""
    return frozenset(row["header"] for row in rows_beside(__package__, "salient_misprints.csv"))


def _year(edition: Edition, text: str, where: str) -> int:
    printed = range(edition.year - YEARS_PRINTED, edition.year)
    if re.fullmatch(r"20\d{2}", text) and int(text) in printed:
        return int(text)
    raise LayoutError(
        "a row of salient statistics has no year of this edition",
        where=f"{where}, column Year",
        expected=f"{printed.start} to {printed.stop - 1}",
        found=text or "(blank)",
        way_out="compare with the publisher's file",
    )


def _account(
    parsed: ParsedFile, edition: Edition, disposition: str, reason: str, rows: int, blank: int
) -> None:
    file_name = parsed.source_file.file_name
    account = [RowAccount(edition.edition_id, file_name, disposition, reason, rows)]
    if blank:
        account.append(RowAccount(edition.edition_id, file_name, SET_ASIDE, "blank_row", blank))
    parsed.add("usgs_mcs_rows", account)
