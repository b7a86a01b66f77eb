"""Pages of the World Bank's API with governance scores, one page to a line.

A line is `{"dimension": ..., "page": ..., "answer": [page, rows]}`; the answer is the bank's own
text. Figures are kept as printed there, never as the nearest binary fraction.

Belongs here: lines to scores by country and year, and what must be true of a set of pages.
Does not belong here: fetching (`online.py`), raw rows (`layouts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from orchestration.ground.errors import LayoutError
from orchestration.ground.foreign import parse_json
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN, decode

DIMENSION_NAMES: Mapping[str, str] = {
    "va": "voice and accountability",
    "pv": "political stability and absence of violence",
    "ge": "government effectiveness",
    "rq": "regulatory quality",
    "rl": "rule of law",
    "cc": "control of corruption",
}
DIMENSIONS = tuple(DIMENSION_NAMES)
INDICATORS: Mapping[str, str] = {name: f"GOV_WGI_{name.upper()}.EST" for name in DIMENSIONS}
ISO3 = re.compile(r"[A-Z]{3}")
FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

Scores = dict[tuple[str, int], dict[str, str]]


def scores_of(file_name: str, content: bytes, problems: Problems) -> Scores:
    """Scores by country and year, then dimension; rows without a score are left out."""
    found: Scores = {}
    seen: dict[str, int] = dict.fromkeys(DIMENSIONS, 0)
    totals: dict[str, int] = {}
    for number, line in enumerate(decode(content, file_name).splitlines(), 1):
        where = f"{file_name}, line {number}"
        dimension, total, rows = _page(line, where)
        seen[dimension] += len(rows)
        totals[dimension] = total
        for row in rows:
            with problems.collecting():
                _take(row, dimension, found, where)
    for dimension in DIMENSIONS:
        if seen[dimension] != totals.get(dimension) or not seen[dimension]:
            raise _cut_off(file_name, dimension, totals.get(dimension), seen[dimension])
    return found


def _page(line: str, where: str) -> tuple[str, int, list[Any]]:
    try:
        page = parse_json(line, number=str)
    except ValueError as error:
        raise _strange(where, "one page of JSON", str(error)) from error
    match page:
        case {"dimension": str(dimension), "answer": [{"total": str(total)}, rows]}:
            if dimension in DIMENSIONS and isinstance(rows, list) and total.isdecimal():
                return dimension, int(total), rows
    raise _strange(where, "dimension, and an answer with total and rows", line[:100])


def _take(row: Any, dimension: str, found: Scores, where: str) -> None:
    match row:
        case {"indicator": {"id": indicator}, "date": str(year), "value": value}:
            if value is None:
                return
            if indicator != INDICATORS[dimension] or not re.fullmatch(r"(?:19|20)\d{2}", year):
                raise _strange(where, f"{INDICATORS[dimension]} of a year", f"{indicator}, {year}")
            if not isinstance(value, str) or not FIGURE.fullmatch(value):
                raise _strange(where, "a number or nothing", str(value))
            of = found.setdefault((_country(row, where), int(year)), {})
            if dimension in of:
                raise _strange(where, "each country and year once", f"{row['country']}, {year}")
            of[dimension] = value
            return
    raise _strange(where, "a row with indicator, date and value", str(row)[:100])


def _country(row: Mapping[str, Any], where: str) -> str:
    for code in (row.get("countryiso3code"), (row.get("country") or {}).get("id")):
        if isinstance(code, str) and ISO3.fullmatch(code):
            return code
    raise _strange(where, "a country with a code of three letters", str(row.get("country")))


def _strange(where: str, expected: str, found: str) -> LayoutError:
    return LayoutError(
        "a page is not what the World Bank's API is known to answer",
        where=where,
        expected=expected,
        found=found,
        way_out=f"{DOWNLOAD_AGAIN}; if the bank changed its answers, change "
        "orchestration/publishers/wgi/pages.py",
    )


def _cut_off(file_name: str, dimension: str, expected: int | None, found: int) -> LayoutError:
    return LayoutError(
        "pages are missing",
        where=f"{file_name}, {INDICATORS[dimension]}",
        expected="at least one page" if expected is None else f"{expected} rows",
        found=f"{found} rows",
        way_out=DOWNLOAD_AGAIN,
    )
