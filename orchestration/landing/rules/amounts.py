"""Rules about the scale of amounts that no model turns into tonnes: dollars and weights of trade.

Belongs here: each column of values by itself, as printed, beside the last edition.
Does not belong here: figures that are weighed (`scale.py`), scores (`scores.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.thresholds import at_most
from orchestration.landing.rules.wording import first_of
from orchestration.publishers.publisher import Shape
from orchestration.publishers.registry import RAW_TABLES


def judge(found: Comparison) -> list[str]:
    """Reasons why the scale of amounts must be looked at."""
    return [
        reason
        for table, now in found.now.items()
        if table in found.before and (shape := RAW_TABLES[table].shape)
        for column in shape.amounts
        for reason in _scaled(
            f"{table} moved in {column}, each by one factor of what {found.against} prints",
            _ratios(shape, column, found.before[table], now),
        )
    ]


def _scaled(what: str, ratios: pd.DataFrame) -> Iterator[str]:
    moved = _moved_by_one_factor(ratios)
    scaled = [f"{' / '.join(map(str, name))} {by:.4g} times" for name, by in moved]
    if scaled:
        yield f"whole tables of {what}: {first_of(scaled)}"


def _ratios(shape: Shape, column: str, before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """How many times larger each amount is that both print, with the table that it stands in."""
    at = [*shape.table, *shape.place]
    was, has = (
        frame[at]
        .assign(amount=pd.to_numeric(frame[column], errors="coerce"))
        .drop_duplicates(at, keep=False)
        for frame in (before, now)
    )
    both = was.merge(has, on=at, suffixes=("_was", "_has"))
    both = both[(both["amount_was"] > 0) & (both["amount_has"] > 0)]
    return both[list(shape.table)].assign(
        factor=both["amount_has"].astype("float64") / both["amount_was"].astype("float64")
    )


def _moved_by_one_factor(ratios: pd.DataFrame) -> Iterator[tuple[tuple[object, ...], float]]:
    for name, rows in ratios.groupby(list(ratios.columns[:-1]), dropna=False):
        common = rows["factor"].median()
        near = 100 * ((rows["factor"] / common - 1).abs() < at_most("factor_spread")).mean()
        is_moved = abs(common - 1) > at_most("factor_of_table") / 100
        if len(rows) >= at_most("table_floor") and near > at_most("factor_share") and is_moved:
            yield tuple(name), float(common)
