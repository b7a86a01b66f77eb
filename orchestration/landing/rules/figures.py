"""Figures as the rules compare them: by table and place, as plain numbers.

Belongs here: keys, numbers and units out of raw tables.
Does not belong here: what a figure means; the models decide that.
"""

from __future__ import annotations

import re

import pandas as pd

from orchestration.publishers.publisher import Shape

NUMBER = re.compile(r"e?(\d[\d,]*(?:\.\d+)?)", re.I)

Place = tuple[str, ...]


def places(shape: Shape, frame: pd.DataFrame) -> list[Place]:
    """Table and place of every row, as lower-case text; what is blank stays blank."""
    columns = [*shape.table, *shape.place]
    texts = [frame[name].astype("str").fillna("").str.lower() for name in columns]
    return list(zip(*texts, strict=True))


def units_of_tables(shape: Shape, frame: pd.DataFrame) -> dict[Place, set[str]]:
    """The units that each printed table uses; rows without a figure or a unit say nothing."""
    if shape.unit is None:
        return {}
    filled = frame[frame[shape.unit].notna() & (frame[shape.values[0]] != "")]
    units: dict[Place, set[str]] = {}
    for place, unit in zip(places(shape, filled), filled[shape.unit], strict=True):
        units.setdefault(place[: len(shape.table)], set()).add(str(unit).lower())
    return units


def quantities(shape: Shape, frame: pd.DataFrame) -> dict[Place, float]:
    """Plain numbers by table and place; places that are printed twice prove nothing."""
    found: dict[Place, float] = {}
    twice: set[Place] = set()
    for place, text in zip(places(shape, frame), frame[shape.values[0]], strict=True):
        number = NUMBER.fullmatch(str(text).strip())
        if place in found:
            twice.add(place)
        if number:
            found[place] = float(number.group(1).replace(",", ""))
    return {place: value for place, value in found.items() if place not in twice}


def factor(before: float, now: float) -> float:
    """How many times larger the larger of two figures is; a zero is no order of magnitude."""
    small, large = sorted((before, now))
    return large / small if small > 0 else 1.0
