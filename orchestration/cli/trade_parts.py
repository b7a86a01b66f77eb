"""The parts of an answer on trade: what a person sees together, a program asks for one at a time.

Belongs here: their names, their rows, refusing a part that is not there.
Does not belong here: drawing them (`trade.py`), queries (`copies/answers/trade.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from orchestration.copies.answers import trade
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError


class Part(StrEnum):
    """What `--part` names."""

    EXPORTERS = "exporters"
    ORIGINS = "origins"
    LIMIT = "limit"
    ABSENT = "absent"


Parts = Mapping[Part, list[Row]]


def part_of(word: str, name: str) -> Part:
    """The part of an answer on `name` that a word means.

    Raises:
        AskedError: when it names none.
    """
    if word not in list(Part):
        raise AskedError(
            f"There is no part {word!r}",
            expected="one of " + ", ".join(Part),
            way_out=f"minerals trade {name} --part {Part.EXPORTERS} --json",
        )
    return Part(word)


def of_mineral(served: Served, mineral: str, year: int | None) -> Parts:
    """All parts for a mineral."""
    return {
        Part.EXPORTERS: trade.exporters(served, mineral, year),
        Part.ORIGINS: trade.largest_origins(served, mineral, year),
        Part.LIMIT: trade.uk_cap(served, mineral, year),
        Part.ABSENT: trade.not_held(served, mineral),
    }


def of_country(served: Served, country: str, year: int | None) -> Parts:
    """What a country sells; it has no other part."""
    return {Part.EXPORTERS: trade.exports(served, country, year)}


def rows_of(parts: Parts, part: Part, name: str) -> list[Row]:
    """The rows of one part.

    Raises:
        AskedError: when a country has no such part.
    """
    if part not in parts:
        raise AskedError(
            "Of a country, what it sells is shown",
            found=f"--part {part}",
            way_out=f"leave --part out: minerals trade {name}",
        )
    return parts[part]
