"""Rules about what is printed: names, units, signs and lines that the mappings do not know.

Belongs here: asking the data tests of the dbt project that would stop the build, and wording what
they find.
Does not belong here: the mappings and the tests (`dbt_project`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orchestration.landing.rules.models import Models
from orchestration.landing.rules.wording import first_of

if TYPE_CHECKING:
    import pandas as pd

TESTS = (
    "assert_cells_are_understood",
    "assert_corrections_are_needed",
    "assert_list_lines_have_minerals",
    "assert_salient_series_are_understood",
    "assert_scored_countries_are_known",
    "assert_trade_series_are_understood",
)
"""Each stops the build over something that a publisher printed and nobody has mapped."""
NOT_PRINTED = frozenset({"problem", "what_to_do", "cells", "first_cell_id"})


class Mapped(NamedTuple):
    """What the mappings do not know, and how the models broke, if they did."""

    unmapped: list[str]
    broken: str = ""


def judge(models: Models) -> Mapped:
    """Every problem that the data tests find in an arrival as printed, with the seed to edit."""
    import duckdb

    try:
        return Mapped([reason for test in TESTS for reason in _worded(models.frame(test))])
    except duckdb.Error as broken:
        return Mapped([], f"the models of the build broke on it: {broken}")


def _worded(rows: pd.DataFrame) -> list[str]:
    return [_reason(problem, part) for problem, part in rows.groupby("problem")]


def _reason(problem: object, rows: pd.DataFrame) -> str:
    """One problem with what is printed, the first few times, and the seed to edit."""
    printed = rows.drop(columns=[name for name in rows.columns if name in NOT_PRINTED])
    texts = [", ".join(map(str, row)) for row in printed.itertuples(index=False, name=None)]
    ways_out = sorted(set(rows.get("what_to_do", ())))
    shown = first_of(sorted(texts), "; ")
    return f"{problem}: {shown}" + (f" ({'; '.join(ways_out)})" if ways_out else "")
