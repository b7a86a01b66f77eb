"""Rules about the scale of figures: a whole table by one factor, a leader, the world, all of them.

Belongs here: figures as the build understands them, in tonnes, whatever they are labelled.
Does not belong here: figures as printed (`continuity.py`, `revised.py`).

A table that changes from metal to compound keeps its rows, and often its label; every figure moves
by the same factor, far below an order of magnitude.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import StatisticsError, correlation, median
from typing import NamedTuple

from orchestration.ground.counted import counted
from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.figures import factor
from orchestration.landing.rules.thresholds import at_least, at_most
from orchestration.landing.rules.understood import WORLD, Place

PRODUCTION = "production"
Figures = Mapping[Place, float]


class Moved(NamedTuple):
    """One figure, before and now."""

    place: Place
    was: float
    has: float

    @property
    def factor(self) -> float:
        """How many times larger the larger one is."""
        return factor(self.was, self.has)

    @property
    def text(self) -> str:
        """For people."""
        year = f" {self.place.year}" if self.place.year else ""
        table = " / ".join(part for part in self.place.table if part != "all")
        return f"{table}, {self.place.country}{year}: {self.was:,.4g} t to {self.has:,.4g} t"


def judge(found: Comparison) -> list[str]:
    """Reasons why the scale of an arrival must be looked at."""
    against = str(found.against)
    shared = [
        Moved(place, was, found.figures_now[place])
        for place, was in sorted(found.figures_before.items())
        if place in found.figures_now
    ]
    return [
        *_tables_scaled(against, shared),
        *_leaders_moved(f"the figures that {against} prints too", shared),
        *_leaders_moved("the years that it prints", _next_years(found.figures_now)),
        *_uncorrelated(against, shared),
    ]


def _tables_scaled(against: str, shared: Sequence[Moved]) -> Iterator[str]:
    """Tables of which most figures moved by one factor, or half of them far to the same side."""
    for table, rows in _by_table(shared).items():
        if len(rows) < at_most("table_floor"):
            continue
        common = median(row.has / row.was for row in rows)
        near = sum(abs(row.has / row.was / common - 1) < at_most("factor_spread") for row in rows)
        is_one_factor = 100 * near / len(rows) > at_most("factor_share")
        is_moved = is_one_factor and abs(common - 1) > at_most("factor_of_table") / 100
        if is_moved or factor(1, common) > at_most("table_median"):
            yield (
                f"a whole table moved: {' / '.join(table)} is {common:.4g} times what {against} "
                f"prints ({near} of {len(rows)} figures by that factor), as from metal to compound "
                f"or from one unit to another, such as {rows[0].text}"
            )


def _leaders_moved(where: str, moved: Sequence[Moved]) -> Iterator[str]:
    """The largest producer of a table, or its printed world, by more than ever before."""
    for table, rows in _by_table(moved).items():
        if table[0] != PRODUCTION:
            continue
        countries = [row for row in rows if row.place.country != WORLD]
        largest = max((max(row.was, row.has) for row in countries), default=math.inf)
        for row in rows:
            is_world = row.place.country == WORLD
            rule = "world_moved" if is_world else "leader_moved"
            if (is_world or max(row.was, row.has) == largest) and row.factor > at_most(rule):
                yield (
                    f"{'a world total' if is_world else 'a leading producer'} moved "
                    f"{row.factor:.3g} times (at most {at_most(rule):g}) in {where}: {row.text}"
                )


def _next_years(figures: Figures) -> list[Moved]:
    """Each year beside the one before it that is printed, within one edition."""
    series: dict[tuple[tuple[str, ...], str], list[Place]] = defaultdict(list)
    for place in sorted(figures):
        series[place.table, place.country].append(place)
    return [
        Moved(later, figures[earlier], figures[later])
        for places in series.values()
        for earlier, later in pairwise(places)
    ]


def _uncorrelated(against: str, shared: Sequence[Moved]) -> Iterator[str]:
    """All shared figures of one statistic together, on a logarithmic scale."""
    for statistic in sorted({row.place.table[0] for row in shared}):
        rows = [row for row in shared if row.place.table[0] == statistic]
        if len(rows) < at_least("correlation_floor"):
            continue
        try:
            found = correlation(
                [math.log(row.was) for row in rows], [math.log(row.has) for row in rows]
            )
        except StatisticsError:  # all figures are the same
            continue
        if found < at_least("correlation"):
            yield (
                f"the figures of {statistic} do not follow those of {against}: correlation "
                f"{found:.3f} over {counted(len(rows), 'figure')} "
                f"(at least {at_least('correlation'):g})"
            )


def _by_table(moved: Sequence[Moved]) -> dict[tuple[str, ...], list[Moved]]:
    by_table: dict[tuple[str, ...], list[Moved]] = defaultdict(list)
    for row in moved:
        by_table[row.place.table].append(row)
    return by_table
