"""The numbers that the arrival rules use; each stands with its reason in `thresholds.csv`.

Belongs here: reading that file.
Does not belong here: a number.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from orchestration.publishers.reading.beside import rows_beside


class Threshold(NamedTuple):
    """One number, its unit, and why it is this number."""

    rule: str
    at_most: float
    unit: str
    why: str


@lru_cache(maxsize=1)
def thresholds() -> dict[str, Threshold]:
    """All thresholds by rule."""
    return {
        row["rule"]: Threshold(row["rule"], float(row["at_most"]), row["unit"], row["why"])
        for row in rows_beside(__package__, "thresholds.csv")
    }


def at_most(rule: str) -> float:
    """The number of one rule."""
    return thresholds()[rule].at_most


def at_least(rule: str) -> float:
    """The number of a rule that asks for at least as much."""
    return thresholds()[rule].at_most
