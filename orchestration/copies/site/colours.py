"""One colour per country, the same on every page.

Belongs here: which of the style sheet's colours (`--c0`, `--c1`, …) a country has.
Does not belong here: the colours themselves (`static/site.css`), marks (`charts.py`).

Nobody can keep a hundred colours apart: a colour is given twice only to countries that are
never among the largest of one table, so that no chart of one table has a colour twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from orchestration.copies.site.data import Row, grouped

COLOURS = 14
LARGEST = 8  # countries with a colour of their own in one chart
TABLE = ("mineral_id", "source_id", "stage", "form")


def largest_of(rows: Iterable[Row]) -> list[str]:
    """The largest countries of rows of one year of a table, by share."""
    named = [row for row in rows if not row["is_residual"] and row["share_pct"]]
    ordered = sorted(named, key=lambda row: (-row["share_pct"], row["country_id"]))
    return [row["country_id"] for row in ordered[:LARGEST]]


def colours_of(shares: Iterable[Row]) -> dict[str, int]:
    """The place of each country's colour in the palette.

    Args:
        shares: rows of `queries.SHARES`.
    """
    charts = [_newest(rows) for rows in grouped(shares, *TABLE).values()]
    beside: dict[str, set[str]] = defaultdict(set)
    for chart in charts:
        for country in chart:
            beside[country].update(chart)
    often = Counter(country for chart in charts for country in chart)
    chosen: dict[str, int] = {}
    for country in sorted(often, key=lambda one: (-often[one], one)):
        taken = Counter(chosen[other] for other in beside[country] if other in chosen)
        chosen[country] = min(range(COLOURS), key=lambda place: (taken[place], place))
    return chosen


def _newest(rows: list[Row]) -> list[str]:
    latest = [row for row in rows if row["is_latest_vintage"]]
    year = max((row["year"] for row in latest), default=None)
    return largest_of(row for row in latest if row["year"] == year)
