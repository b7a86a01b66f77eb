"""Rules about a new edition beside the last one: what was lost, what changed its unit, what moved.

Belongs here: figures, commodities, units and values of two editions.
Does not belong here: names that nobody knows (`names.py`), revisions in place (`revised.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pandas as pd

from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.figures import factor, quantities, units_of_tables
from orchestration.landing.rules.thresholds import at_most
from orchestration.landing.rules.wording import first_of
from orchestration.publishers.publisher import Shape
from orchestration.publishers.registry import RAW_TABLES


def judge(found: Comparison) -> list[str]:
    """Reasons why an edition does not continue the last one."""
    reasons: list[str] = []
    for table, now in found.now.items():
        before, shape = found.before.get(table), RAW_TABLES[table].shape
        if before is None or shape is None or found.against is None:
            continue
        reasons += _figures_lost(found.against, table, shape, before, now)
        reasons += _commodities_lost(found.against, shape, before, now)
        reasons += units_changed(found.against, shape, before, now)
        reasons += _moved(found.against, shape, before, now)
    return reasons


def _figures_lost(
    against: str, table: str, shape: Shape, before: pd.DataFrame, now: pd.DataFrame
) -> Iterator[str]:
    was, has = _printed(shape, before), _printed(shape, now)
    for kind, count in sorted(was.items()):
        lost = 100 * (count - has[kind]) / count
        if lost <= at_most("figures_lost") or (count < at_most("figures_floor") and has[kind] > 0):
            continue
        yield (
            f"{lost:.0f}% of the figures are gone: {kind or table} has {has[kind]:,}, "
            f"{count:,} in {against} (at most {at_most('figures_lost'):.0f}%)"
        )


def _printed(shape: Shape, frame: pd.DataFrame) -> Counter[str]:
    """How many cells are filled, by kind of statistic."""
    counted: Counter[str] = Counter()
    for value in shape.values:
        filled = frame[frame[value].notna() & (frame[value] != "")]
        kinds = filled[shape.kind] if shape.kind else pd.Series("", index=filled.index)
        counted.update(kinds)
    return counted


def _commodities_lost(
    against: str, shape: Shape, before: pd.DataFrame, now: pd.DataFrame
) -> Iterator[str]:
    if shape.commodity is None:
        return
    was, has = (set(f[shape.commodity].dropna().str.lower()) for f in (before, now))
    gone = was - has
    if was & has and 100 * len(gone) / len(was) > at_most("commodities_lost"):
        yield (
            f"{len(gone)} of {len(was)} commodities of {against} are gone: "
            f"{first_of(sorted(gone))} (at most {at_most('commodities_lost'):.0f}%)"
        )


def units_changed(
    against: str, shape: Shape, before: pd.DataFrame, now: pd.DataFrame
) -> Iterator[str]:
    """Tables that both have, in other units than before."""
    if shape.unit is None:
        return
    was, has = units_of_tables(shape, before), units_of_tables(shape, now)
    changed = [
        f"a table changed its unit: {' / '.join(filter(None, table))} is in "
        f"{', '.join(sorted(has[table]))}, in {against} it was in {', '.join(sorted(was[table]))}"
        for table in sorted(set(was) & set(has))
        if was[table] and has[table] and not was[table] & has[table]
    ]
    if len(changed) > at_most("units_changed"):
        yield from changed


def _moved(against: str, shape: Shape, before: pd.DataFrame, now: pd.DataFrame) -> Iterator[str]:
    """Figures of the years that both print."""
    if shape.year is None or shape.swings:
        return
    was, has = quantities(shape, before), quantities(shape, now)
    shared: Counter[tuple[str, ...]] = Counter()
    moved: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for place in sorted(set(was) & set(has)):
        table = place[: len(shape.table)]
        shared[table] += 1
        if factor(was[place], has[place]) > at_most("moved_factor"):
            row = " / ".join(filter(None, place[len(shape.table) :]))
            moved[table].append(f"{row}: {was[place]:g} to {has[place]:g}")
    count, total = sum(map(len, moved.values())), sum(shared.values())
    if count >= at_most("table_floor") and 100 * count / total > at_most("figures_moved"):
        yield (
            f"{count} of {total} figures that {against} prints too moved by more than "
            f"{at_most('moved_factor'):.0f} times (at most {at_most('figures_moved'):.0f}%)"
        )
    for table, rows in moved.items():
        if shared[table] >= at_most("table_floor") and 100 * len(rows) / shared[table] >= at_most(
            "table_moved"
        ):
            yield (
                f"a table moved by an order of magnitude: {' / '.join(filter(None, table))}, "
                f"{len(rows)} of {shared[table]} figures, such as {rows[0]}"
            )
