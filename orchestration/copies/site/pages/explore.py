"""The explorer: minerals, countries, years and editions chosen by the reader.

Belongs here: what the explorer's page and its data file hold.
Does not belong here: packing rows (`pages/packed.py`), choosing and drawing (`static/explore.js`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import figures, queries
from orchestration.copies.site.colours import COLOURS, colours_of
from orchestration.copies.site.data import SiteFacts
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.pages.explore_first import LARGEST, first_state, first_tables
from orchestration.copies.site.pages.packed import names, packed


def explore_page(context: Context) -> Page:
    """The page with its controls and what it shows at first; the rest comes with the data file."""
    first = first_state(context)
    return Page("explore.html", "explore.html.j2", context.say("explore.title"), first)


def explore_data(facts: SiteFacts, points: dict[str, list[float]]) -> dict[str, Any]:
    """What the explorer's script reads in every language: rows, queries, small countries."""
    tables = packed(facts)
    return {
        "data": tables,
        "first": first_tables([table["id"] for table in tables["tables"]]),
        "sql": {
            "shares": queries.SHARES,
            "indices": queries.CONCENTRATION,
            "price": queries.ALL["prices"],
            "trade": queries.ALL["export_worth"],
        },
        "colours": colours_of(facts.rows["shares"]),
        "points": points,
        "drawing": {**figures.drawing(), "palette": COLOURS, "largest": LARGEST},
    }


def explore_words(context: Context) -> dict[str, Any]:
    """What the explorer's script reads in one language: its words, and names by their ids."""
    return {
        "words": {
            **context.say.group("explore")["words"],
            "percent_sign": context.say.percent_sign,
        },
        "map_legend": figures.map_legend(context.say),
        **names(context),
    }
