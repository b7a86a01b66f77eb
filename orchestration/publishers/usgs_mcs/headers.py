"""Column headers of the Mineral Commodity Summaries tables, read by pattern.

Belongs here: what one header text says (statistic, detail, unit, year, estimated or note).
Does not belong here: which headers a layout must have.
"""

from __future__ import annotations

import re
from typing import NamedTuple

STATISTICS = {
    "prod": "production",
    "cap": "capacity",
    "reserve": "reserves",
    "reserves": "reserves",
}
NAMES = {
    "source": "source",
    "country": "country",
    "type": "type",
    "commodity": "commodity",
    "unit_meas": "unit",
}
TYPE_IN_HEADER = re.compile(r"\b(production|capacity|reserves)\b", re.IGNORECASE)
UNIT = re.compile(r"[A-Za-z]{1,4}")
YEAR = re.compile(r"(?:19|20)\d{2}")


class Header(NamedTuple):
    """What a column is for; `kind` is value, note, unnamed, unknown or the name of an id column."""

    kind: str
    text: str
    statistic: str = ""
    detail: str | None = None
    unit: str | None = None
    year: int | None = None
    is_estimated: bool = False


def parse_header(text: str) -> Header:
    """Read one header; a header that follows no pattern comes back as `unknown`."""
    text = text.replace("\u00a0", " ").strip()
    if not text:
        return Header("unnamed", text)
    name = NAMES.get(text.lower())
    if name:
        return Header(name, text)
    tokens = re.sub(r"\s+", "", text).split("_")
    statistic = STATISTICS.get(tokens[0].lower())
    if statistic is None:
        return Header("unknown", text)
    if [token.lower() for token in tokens[1:]] in (["note"], ["notes"]):
        return Header("note", text, statistic)
    return _value_header(text, statistic, tokens[1:])


def _value_header(text: str, statistic: str, tokens: list[str]) -> Header:
    """`[detail...][unit][est][year]`: unit and detail are absent where a column holds the unit."""
    year = int(tokens.pop()) if tokens and YEAR.fullmatch(tokens[-1]) else None
    is_estimated = bool(tokens) and tokens[-1].lower() == "est"
    if is_estimated:
        tokens.pop()
    if any(YEAR.fullmatch(token) or token.lower() == "est" or not token for token in tokens):
        return Header("unknown", text)
    unit = tokens.pop() if tokens else None
    if unit is not None and not UNIT.fullmatch(unit):
        return Header("unknown", text)
    detail = "_".join(tokens) or None
    return Header("value", text, statistic, detail, unit, year, is_estimated)


def is_type_in_header(header: Header) -> bool:
    """Whether a header is a table's type text itself, printed where `Type` should stand."""
    return header.kind == "unknown" and bool(TYPE_IN_HEADER.search(header.text))
