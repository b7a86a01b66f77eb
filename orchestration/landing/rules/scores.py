"""Rules about scores: figures on a scale of their own, which may be negative.

Belongs here: is it the same scale, the same way up, and are the countries known.
Does not belong here: quantities (`scale.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import StatisticsError, correlation, linear_regression, quantiles

import pandas as pd

from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.figures import places
from orchestration.landing.rules.thresholds import at_least, at_most
from orchestration.landing.rules.wording import first_of
from orchestration.publishers.publisher import Shape
from orchestration.publishers.registry import RAW_TABLES

Scores = dict[tuple[str, ...], float]


def judge(found: Comparison) -> list[str]:
    """Reasons why scores must be looked at."""
    reasons: list[str] = []
    for table, now in found.now.items():
        before, shape = found.before.get(table), RAW_TABLES[table].shape
        if before is not None and shape is not None and shape.is_score:
            for column in shape.values:
                was, has = _scores(shape, before, column), _scores(shape, now, column)
                reasons += _another_scale(str(found.against), column, was, has)
            reasons += _countries_lost(str(found.against), shape, before, now)
    return reasons


def _another_scale(against: str, column: str, was: Scores, has: Scores) -> Iterator[str]:
    shared = sorted(set(was) & set(has))
    if len(shared) < at_least("correlation_floor"):
        return
    before, now = [was[place] for place in shared], [has[place] for place in shared]
    try:
        found, line = correlation(before, now), linear_regression(before, now)
    except StatisticsError:
        yield f"{column}: all scores are the same"
        return
    low, _, high = quantiles(before, n=4)
    middle = sum(before) / len(before)
    shift = abs(line.intercept + line.slope * middle - middle) / (high - low)
    stretched = 100 * abs(line.slope - 1)
    # a publisher who estimates anew moves each score by itself; a line through all is another scale
    is_line = found > 1 - at_most("line_spread")
    most = at_most("factor_of_table") if is_line else at_most("scale_stretched")
    if found < at_least("correlation") or stretched > most:
        yield (
            f"{column} is on another scale than in {against}, or upside down: of {len(shared)} "
            f"scores that both print, correlation {found:.3f}, one unit became {line.slope:.3g}"
        )
    elif 100 * shift > (at_most("factor_of_table") if is_line else at_most("scale_shifted")):
        yield f"{column} moved as a whole against {against}, by {100 * shift:.0f}% of its spread"


def _countries_lost(
    against: str, shape: Shape, before: pd.DataFrame, now: pd.DataFrame
) -> Iterator[str]:
    country, columns = shape.place[0], list(shape.values)
    was, has = (_scored(frame, country, columns) for frame in (before, now))
    gone = sorted({place for place, _ in was} - {place for place, _ in has})
    if gone:
        yield f"countries that {against} scores have no score now: {first_of(gone)}"
    lost = sorted(f"{place} {column}" for place, column in was - has if place not in gone)
    if lost:
        yield f"scores that {against} gives a country are blank in every year now: {first_of(lost)}"


def _scored(frame: pd.DataFrame, country: str, columns: list[str]) -> set[tuple[str, str]]:
    """Which country has any score in which column."""
    return {
        (str(place), column)
        for column in columns
        for place in frame.loc[
            pd.to_numeric(frame[column], errors="coerce").notna(), country
        ].dropna()
    }


def _scores(shape: Shape, frame: pd.DataFrame, column: str) -> Scores:
    numbers = pd.to_numeric(frame[column], errors="coerce")
    at = places(shape, frame)
    return {place: float(n) for place, n in zip(at, numbers, strict=True) if pd.notna(n)}
