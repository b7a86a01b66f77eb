"""What no edition may print, whatever its layout, and the errors that say so.

Belongs here: negative figures, repeated keys, unknown and missing headers, empty years.
Does not belong here: damaged files (`text`), plausible size of figures (the gates).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.usgs_mcs.headers import Header
from orchestration.publishers.usgs_mcs.rows import UsgsCell

NEGATIVE = re.compile(r"^e?\s*[-\u2212\u2013]\s*\d")
KNOWN_LAYOUTS = (
    "one CSV per commodity (Source, Country, Type, Prod_<unit>_<year> ...), "
    "one wide CSV (SOURCE, COMMODITY, COUNTRY, TYPE, UNIT_MEAS, PROD_<year> ...) or "
    "one long CSV (MCS chapter, Section, ..., Year, Value, Notes ...); for United States trade a "
    "figure (Source, Commodity, Net_Import_Reliance_pct_<year> ...), for the salient statistics "
    "one CSV per commodity (DataSource, Commodity, Year, USprod_<unit> ...)"
)


def check_cells(cells: Sequence[UsgsCell], problems: Problems) -> None:
    """Refuse negative figures, a year without any figure, and keys that are printed twice."""
    rows: dict[tuple[object, ...], list[int]] = defaultdict(list)
    is_empty: dict[str, bool] = {}
    for cell in cells:
        rows[_key(cell)].append(cell.source_row)
        if NEGATIVE.match(cell.value_as_printed):
            problems.add(_negative(cell))
        if cell.statistic == "production":
            column = f"{cell.source_column} {cell.year}"
            is_empty[column] = is_empty.get(column, True) and not cell.value_as_printed
    for key, numbers in rows.items():
        if len(numbers) > 1:
            problems.add(_duplicate(key, numbers, cells[0].file_name))
    for column, empty in is_empty.items():
        if empty:
            problems.add(_empty_year(column, cells[0].file_name))


def _key(cell: UsgsCell) -> tuple[object, ...]:
    return (
        cell.chapter_as_printed,
        cell.section_as_printed,
        cell.commodity_as_printed,
        cell.type_as_printed,
        cell.country_as_printed,
        cell.statistic,
        cell.column_detail,
        cell.year,
    )


def _negative(cell: UsgsCell) -> LayoutError:
    return LayoutError(
        "a negative figure: no quantity produced, held or installed is below zero",
        where=f"{cell.file_name}, record {cell.source_row}, column {cell.source_column}, "
        f"{cell.country_as_printed}",
        expected="a figure of zero or more, or a mark such as W or NA",
        found=cell.value_as_printed,
        way_out="compare with the publisher's file; if the publisher prints it, ask them",
    )


def _duplicate(key: tuple[object, ...], numbers: Sequence[int], file_name: str) -> LayoutError:
    return LayoutError(
        "one file prints the same table, country and year twice",
        where=f"{file_name}, records {', '.join(map(str, numbers))}",
        expected="one row for each table, country and year",
        found=", ".join(str(part) for part in key if part is not None),
        way_out="compare with the publisher's file and remove the copied row",
    )


def _empty_year(column: str, file_name: str) -> LayoutError:
    return LayoutError(
        "a year of production has no figure at all",
        where=f"{file_name}, {column}",
        expected="figures, or marks such as W or NA",
        found="blanks in every row",
        way_out="compare with the publisher's file: a column was emptied or shifted",
    )


def unknown_header(header: Header, where: str) -> LayoutError:
    """The error for a header that follows no pattern of this family."""
    return LayoutError(
        "a column header follows no known pattern",
        where=where,
        expected="Source, Country, Type, Commodity, Unit_meas, a figure such as Prod_kt_est_2024, "
        "Cap_t_2024 or Reserves_kt, or its notes such as Prod_notes",
        found=header.text or "(blank)",
        way_out="if the publisher renamed a column, teach orchestration/publishers/usgs_mcs/"
        "headers.py the new pattern; otherwise restore the publisher's header",
    )


def missing_columns(missing: Sequence[str], texts: Sequence[str], file_name: str) -> LayoutError:
    """The error for columns that every file of a layout has."""
    return LayoutError(
        "a column that every file of this layout has is missing",
        where=f"{file_name}, record 1",
        expected=", ".join(missing),
        found=", ".join(text for text in texts if text.strip()),
        way_out="restore the publisher's header",
    )


def unknown_layout(header: Sequence[str], file_name: str) -> LayoutError:
    """The error for a header line that no parser recognises."""
    return LayoutError(
        "the layout of the file is not known",
        where=f"{file_name}, record 1",
        expected=KNOWN_LAYOUTS,
        found=", ".join(text for text in header if text.strip())[:300] or "a blank line",
        way_out="if this is a new layout of the publisher, write a parser beside "
        "orchestration/publishers/usgs_mcs/long.py; otherwise restore the publisher's file",
    )
