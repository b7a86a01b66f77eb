"""Titles of figures that say what is found in them, and no more than the printed figures allow.

Belongs here: choosing the words of a title. Does not belong here: figures (`panel.py`).

"Rose" and "fell" are said where the bounds of both years lie apart; otherwise both years are named.
"""

from __future__ import annotations

from orchestration.copies.site.data import Row, grouped
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


def of_trend(context: Context, points: list[Row]) -> str:
    """How the index moved, by the bounds of both worlds."""
    then, now = points[0], points[-1]
    moved = _moved(_ends(then), _ends(now))
    return context.say(
        f"figure.trend_{moved}",
        then=number(then["hhi"], context.say),
        first=then["year"],
        now=number(now["hhi"], context.say),
        last=now["year"],
    )


def _ends(point: Row) -> tuple[float, float]:
    return min(point["lo"], point["all_lo"]), max(point["hi"], point["all_hi"])


def trend_text(context: Context, points: list[Row]) -> str:
    """The first and the last value of an index, and what the last may be in each world."""
    say, now = context.say, points[-1]
    text = say(
        "alternative.trend",
        first=points[0]["year"],
        then=number(points[0]["hhi"], say),
        last=now["year"],
        now=number(now["hhi"], say),
        low=number(now["lo"], say),
        high=number(now["hi"], say),
    )
    left_out = [point for point in points if point["excludes"]]
    if not left_out:
        return text
    last, alike = left_out[-1], grouped(left_out, "excludes")
    return f"{text} " + say(
        "alternative.trend_everybody",
        who=", ".join(f"{who} ({_years(same)})" for who, same in alike.items()),
        year=last["year"],
        low=number(last["all_lo"], say),
        high=number(last["all_hi"], say),
    )


def _years(points: list[Row]) -> str:
    """Years in order; a run of them by its ends."""
    years = [point["year"] for point in points]
    if years[-1] - years[0] == len(years) - 1 > 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def own_world(context: Context, rows: list[Row]) -> str:
    """Whom the world of a figure leaves out; empty where nobody is left out."""
    who = sorted({row["excludes"] for row in rows if row["excludes"]})
    return " " + context.say("alternative.own_world", who="; ".join(who)) if who else ""


def _moved(then: tuple[float | None, float | None], now: tuple[float | None, float | None]) -> str:
    ends = (*then, *now)
    if any(end is None for end in ends):
        return "both"
    low, high, low_now, high_now = (float(end) for end in ends if end is not None)
    return "rose" if low_now > high else "fell" if high_now < low else "both"
