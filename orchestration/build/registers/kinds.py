"""The kinds of words that columns of registers hold, and the base of their rows.

Belongs here: formats and vocabularies that more than one register uses, and naming another
register's rows.
Does not belong here: rules of one register.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

REFUSED = "refused"
_YEAR = "(18|19|20)[0-9]{2}"


class Register(BaseModel):
    """One row of a register. Fields are text as written; None is a blank field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keys: ClassVar[tuple[tuple[str, ...], ...]]
    ignores_case: ClassVar[bool] = False


@dataclass(frozen=True)
class RefersTo:
    """Marks a column whose words are rows of other registers (`across.known_words`)."""

    kind: str
    several: bool = False  # joined by ;


def refused(problem: str, way_out: str) -> PydanticCustomError:
    """What a rule raises: what is wrong and what to do."""
    return PydanticCustomError(REFUSED, "refused", {"problem": problem, "way_out": way_out})


def shaped(pattern: str, problem: str, way_out: str) -> AfterValidator:
    """Text of this shape, or the refusal in these words."""
    shape = re.compile(pattern)

    def check(value: str) -> str:
        if not shape.fullmatch(value):
            raise refused(problem, way_out)
        return value

    return AfterValidator(check)


def _day(value: str) -> str:
    if not _is_day(value):
        raise refused("is no day from 1800 to 2099", "write 2026-02-26")
    return value


def _is_day(value: str) -> bool:
    try:
        return bool(re.match(_YEAR, value)) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_period(value: str) -> bool:
    """Whether text is a year, a month or a day."""
    return _is_day(value + "-01-01"[len(value) - 4 :]) if len(value) in (4, 7) else _is_day(value)


def is_number(value: str) -> bool:
    """Whether text is a number as the tables' engine reads one."""
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) is not None


def _period(value: str) -> str:
    if not is_period(value):
        raise refused("is no year, month or day", "write 2026, 2026-02 or 2026-02-26")
    return value


def _dated(value: str) -> str:
    """A period, or the first and the last day between which something happened."""
    first, _, last = value.partition("/")
    days = last and _is_day(first) and _is_day(last) and first <= last
    if not (days or is_period(value)):
        way_out = "write 2026, 2026-02, 2026-02-26 or, first day first, 2026-02-24/2026-02-26"
        raise refused("is no year, month, day or span of days", way_out)
    return value


def _pattern(value: str) -> str:
    """A pattern that the database understands: its engine looks neither ahead nor back."""
    try:
        re.compile(value)
    except re.error as error:
        raise refused(f"is no regular expression ({error})", "mend the pattern") from error
    if re.search(r"\(\?[=!<]|\\[1-9]", value):
        raise refused("looks ahead or back, which the database cannot", "write it without")
    if (plain := re.sub(r"\\.", "", value)) != plain.lower():
        raise refused("has capitals, and is compared with lower case", "write it in lower case")
    return value


Text = str
Number = Annotated[
    str, shaped(r"-?[0-9]+(\.[0-9]+)?", "is no number", "write digits, a point, and no unit")
]
Positive = Annotated[
    str,
    shaped(r"(?=.*[1-9])[0-9]+(\.[0-9]+)?", "is no number above zero", "write digits and a point"),
]
Whole = Annotated[str, shaped(r"[0-9]+", "is no whole number", "write digits only")]
Year = Annotated[str, shaped(_YEAR, "is no year", "write 2026")]
Day = Annotated[str, AfterValidator(_day)]
Period = Annotated[str, AfterValidator(_period)]
Dated = Annotated[str, AfterValidator(_dated)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Address = Annotated[
    str, shaped(r"https?://[^\s/]+\.[^\s/]+/\S*", "is no address", "write https://…")
]
# An identifier: what keys, forms and words of our own are written with.
Slug = Annotated[
    str,
    shaped(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "is no identifier", "write lower case, _ for blanks"),
]
CountryCode = Annotated[
    str,
    shaped(r"[A-Z]{3}(_[A-Z]{3})*|OTHER", "is no code of a country", "write ISO 3166 alpha-3"),
]
HsCode = Annotated[
    str,
    shaped(r"[0-9]{6}", "is no code of the Harmonised System", "write its six digits, no points"),
]
LowerCase = Annotated[str, shaped(r"[^A-Z]+", "has capitals", "write it in lower case")]

YesNo = Literal["true", "false"]
Stage = Literal["mine", "smelter", "refinery", "plant"]
Statistic = Literal["production", "reserves", "capacity", "outlook"]
LaterHsEdition = Literal["HS96", "HS02", "HS07", "HS12", "HS17", "HS22"]
HsEdition = Literal["HS92"] | LaterHsEdition
Comparison = Literal["=", ">", ">=", "<", "<=", "on"]

# Words that are keys of other registers.
Mineral = Annotated[str, RefersTo("mineral")]
MineralGroup = Annotated[str, RefersTo("group of minerals")]
Country = Annotated[str, RefersTo("country")]
CountryOrResidual = Annotated[str, RefersTo("country or residual")]
CountryGroup = Annotated[str, RefersTo("group of countries")]
Party = Annotated[str, RefersTo("country or group of countries")]
CriticalList = Annotated[str, RefersTo("list")]
TradeLevel = Annotated[str, RefersTo("trade level")]
EditionId = Annotated[str, RefersTo("edition")]
SourceId = Annotated[str, RefersTo("source")]
