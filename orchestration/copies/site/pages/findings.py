"""Titles of figures that say what is found in them, and no more than the printed figures allow.

Belongs here: choosing the words of a title. Does not belong here: figures (`panel.py`).

"Rose" and "fell" are said where the bounds of both years lie apart; else both years are named.
"""

from __future__ import annotations

from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.world import both_worlds
from orchestration.copies.site.words import number, share


def of_bars(context: Context, leaders: list[Row], year: int) -> str:
    """Who makes most, with its share."""
    if not leaders:
        return context.say("figure.bars", year=year)
    leader = leaders[0]
    return context.say(
        "figure.bars_found",
        country=leader["country_name"],
        share=share(leader, context.say).text,
        year=year,
    )


def of_area(context: Context, leader: Row, then: Row | None) -> str:
    """How the leader's share moved since the first year."""
    if then is None or then["share_pct"] is None or leader["share_pct"] is None:
        return context.say("figure.area")
    moved = _moved(both_worlds(then), both_worlds(leader))
    return context.say(
        f"figure.area_{moved}",
        country=leader["country_name"],
        then=share(then, context.say).text,
        first=then["year"],
        now=share(leader, context.say).text,
        last=leader["year"],
    )


def of_tonnes(context: Context, world: dict[int, float]) -> str:
    """The world's output in the first and in the last year."""
    first, last = min(world), max(world)
    then, now = (number(world[year], context.say) for year in (first, last))
    return context.say("figure.tonnes", then=then, first=first, now=now, last=last)


def of_trend(context: Context, points: list[Row], rows: list[Row]) -> str:
    """How the index moved.

    Args:
        context: facts and labels.
        points: the index by year; its bounds are those of the publisher's world.
        rows: the table's rows, which say in which years somebody is left out of that world.
    """
    then, now = points[0], points[-1]
    years = {row["year"] for row in rows if row["excludes"]}
    is_open = bool(years & {then["year"], now["year"]})
    moved = "both" if is_open else _moved((then["lo"], then["hi"]), (now["lo"], now["hi"]))
    return context.say(
        f"figure.trend_{moved}",
        then=number(then["hhi"], context.say),
        first=then["year"],
        now=number(now["hhi"], context.say),
        last=now["year"],
    )


def _moved(then: tuple[float | None, float | None], now: tuple[float | None, float | None]) -> str:
    ends = (*then, *now)
    if any(end is None for end in ends):
        return "both"
    low, high, low_now, high_now = (float(end) for end in ends if end is not None)
    return "rose" if low_now > high else "fell" if high_now < low else "both"
