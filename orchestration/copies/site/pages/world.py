"""The world of one table in words: what was printed, what the rows add up to, whom it leaves out.

Belongs here: sentences about a table's world, bounds over both of its worlds. Does not belong
here: its figures (`panel.py`).
"""

from __future__ import annotations

from markupsafe import Markup

from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.words import number, percent, span


def both_worlds(row: Row) -> tuple[float | None, float | None]:
    """Bounds of a share, in percent, that hold as the publisher counts and with everybody."""
    low = [row[name] for name in ("share_min_pct", "share_all_min_pct") if row[name] is not None]
    high = [row[name] for name in ("share_max_pct", "share_all_max_pct") if row[name] is not None]
    return min(low, default=None), max(high, default=None)


def _more_than_printed(context: Context, leader: Row, row: Row) -> str:
    """Why the shares differ from the source's own: its rows add up to more than its total."""
    rows = number(row["world_tonnes"], context.say)
    share_of_printed = percent(leader["share_of_printed_pct"], context.say)
    return context.say("world.rows", rows=rows, share=share_of_printed)


def world_of(context: Context, key: dict[str, str], year: int, newest: list[Row]) -> Row | None:
    """The world as printed, and what the shares are of where the rows add up to more."""
    row = newest[0]
    totals = context.facts.of("world_totals", "mineral_id").get(key["mineral_id"], [])
    printed = next(
        (
            total
            for total in totals
            if total["is_latest_vintage"]
            and total["year"] == year
            and all(total[name] == value for name, value in key.items())
        ),
        None,
    )
    if row["world_tonnes"] is None and printed is None:
        return None
    tonnes = row["world_printed_tonnes"] or row["world_tonnes"]
    is_more = tonnes != row["world_tonnes"]
    leader = next((r for r in newest if r["share_rank"] == 1), None)
    return {
        "tonnes": None if tonnes is None else number(tonnes, context.say),
        "basis": context.say.word("world_basis", "printed" if is_more else row["world_basis"]),
        "rows": _more_than_printed(context, leader, row) if is_more and leader else None,
        "printed": _printed(context, printed) if printed else None,
        "excludes": row["excludes"],
        "everybody": _everybody(context, key, year) if row["excludes"] else None,
    }


def _printed(context: Context, total: Row) -> Markup:
    """The total as its publisher prints it, with the printed unit."""
    value = total["value_as_printed"]
    return context.say.frame("world.printed").format(
        value=context.marked(value) if value else context.say("status.blank_unexplained"),
        unit=context.marked(total["unit_as_printed"]),
    )


def _everybody(context: Context, key: dict[str, str], year: int) -> str | None:
    """What one country makes at least and at most once those left out of the total count too."""
    caps = context.facts.of("cap", "mineral_id").get(key["mineral_id"], [])
    for cap in caps:
        same = all(cap[name] == value for name, value in key.items())
        if same and cap["is_latest_vintage"] and cap["year"] == year:
            bounds = (cap["top_share_all_min_pct"], cap["top_share_all_max_pct"])
            answer = {True: "over", False: "under", None: "open"}[cap["is_above_cap"]]
            return context.say(
                f"world.everybody_{answer}",
                range=span(*bounds, context.say),
                cap=f"{cap['cap_pct']:.0f}",
            )
    return None
