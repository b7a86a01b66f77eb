"""Rules about an edition that its publisher changed in place: how much of it, and how far.

Belongs here: cell by cell against the revision that stands.
Does not belong here: new editions (`continuity.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from orchestration.ground.counted import counted
from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.continuity import units_changed
from orchestration.landing.rules.figures import Place, factor, places, quantities
from orchestration.landing.rules.thresholds import at_most
from orchestration.landing.rules.wording import first_of
from orchestration.publishers.publisher import Shape
from orchestration.publishers.registry import RAW_TABLES

CHANGES_SHOWN = 20


def judge(found: Comparison) -> list[str]:
    """Reasons why a revision must be looked at."""
    reasons: list[str] = []
    for table, now in found.now.items():
        before, shape = found.before.get(table), RAW_TABLES[table].shape
        if before is None or shape is None:
            continue
        reasons += _changed(table, shape, before, now)
        reasons += units_changed("the revision that stands", shape, before, now)
        reasons += _moved(shape, before, now)
    return reasons


def changes(found: Comparison) -> Iterator[str]:
    """The cells that changed, old and new: what a person looks at first."""
    for table, now in found.now.items():
        before, shape = found.before.get(table), RAW_TABLES[table].shape
        if before is None or shape is None:
            continue
        was, has = _by_place(shape, before), _by_place(shape, now)
        changed = [
            f"{' / '.join(filter(None, place)) or table}: "
            f"{_cell(was.get(place))} → {_cell(has.get(place))}"
            for place in sorted({*was, *has})
            if was.get(place) != has.get(place)
        ]
        if changed:
            yield f"cells of {table} that changed: {first_of(changed, '; ', CHANGES_SHOWN)}"


def _by_place(shape: Shape, frame: pd.DataFrame) -> dict[Place, list[tuple[str, ...]]]:
    by_place: dict[Place, list[tuple[str, ...]]] = {}
    for (place, texts), count in sorted(_cells(shape, frame).items()):
        by_place.setdefault(place, []).extend([texts] * count)
    return by_place


def _cell(printed: list[tuple[str, ...]] | None) -> str:
    """What stands in a place: value and unit; a place may be printed twice."""
    if printed is None:
        return "not printed"
    return " and ".join(" ".join(filter(None, texts)) or "blank" for texts in printed)


def adds_nothing(found: Comparison) -> bool:
    """Whether a known edition came in other files and prints exactly the figures that it had."""
    return found.is_other_layout and all(
        _figures(found.before[table]) == _figures(now)
        for table, now in found.now.items()
        if table != "source_files"
    )


def _figures(frame: pd.DataFrame) -> Counter[tuple[str, ...]]:
    """Rows without the place that they are read from."""
    printed = frame.drop(columns=["file_name", "source_row"], errors="ignore").astype("str")
    return Counter(printed.fillna("").itertuples(index=False, name=None))


def _changed(table: str, shape: Shape, before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    was, has = _cells(shape, before), _cells(shape, now)
    differing = {place for place, _ in ((was - has) + (has - was))}
    changed = 100 * len(differing) / max(1, was.total())
    if changed <= at_most("revision_cells"):
        return []
    return [
        f"{counted(len(differing), 'changed cell')} of {table} against the revision that stands, "
        f"{changed:.1f}% (at most {at_most('revision_cells'):.0f}%)"
    ]


def _cells(shape: Shape, frame: pd.DataFrame) -> Counter[tuple[Place, tuple[str, ...]]]:
    columns = [*shape.values, *([shape.unit] if shape.unit else [])]
    texts = [frame[name].astype("str").fillna("") for name in columns]
    return Counter(zip(places(shape, frame), zip(*texts, strict=True), strict=True))


def _moved(shape: Shape, before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    if shape.year is None:
        return []
    was, has = quantities(shape, before), quantities(shape, now)
    moved = [
        f"{' / '.join(filter(None, place))}: {was[place]:g} to {has[place]:g}"
        for place in sorted(set(was) & set(has))
        if factor(was[place], has[place]) > at_most("moved_factor")
    ]
    if len(moved) <= at_most("revision_cells_moved"):
        return []
    shown = first_of(moved, "; ")
    return [f"figures moved by more than {at_most('moved_factor'):.0f} times: {shown}"]
