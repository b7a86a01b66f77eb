"""Prices and exports of minerals over the years, for the explorer.

Belongs here: which columns of them travel to the browser, and what their lines are called.
Does not belong here: tables and their countries (`packed.py`), drawing (`static/explore.js`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site.data import Row, SiteFacts
from orchestration.copies.site.pages.context import Context

_USD = "usd"


def series(facts: SiteFacts, edition_place: Any) -> dict[str, list[list[Any]]]:
    """Rows of each measure: mineral, line, unit, year, value with bounds, as printed, where.

    Args:
        facts: rows of the release.
        edition_place: gives an edition its place among all editions of the explorer.
    """
    return {
        "price": [_price(row, edition_place) for row in facts.rows["prices"]],
        "trade": [_exports(row, edition_place) for row in facts.rows["export_worth"]],
    }


def series_names(context: Context) -> dict[str, dict[str, Any]]:
    """What lines and units of each measure are called."""
    say, rows = context.say, context.facts.rows
    forms = {row["form"] for row in rows["prices"]}
    lines = {_line(row): row for row in rows["export_worth"]}
    return {
        "price": {
            "names": {name: _form(context, name) for name in sorted(forms)},
            "units": {row["unit"]: say.word("money_unit", row["unit"]) for row in rows["prices"]},
        },
        "trade": {
            "names": {
                line: f"{say.word('trade_level', row['trade_level'])} ({row['hs_edition']})"
                for line, row in sorted(lines.items())
            },
            "units": {_USD: say("explore.words.usd")},
        },
    }


def _form(context: Context, form: str) -> str:
    name = context.say("markets.whole") if form == "all" else context.say.word("forms", form)
    return name[:1].upper() + name[1:]


def _price(row: Row, edition_place: Any) -> list[Any]:
    file = row["source_file_id"].rpartition("/")[2]
    return [
        *(row[name] for name in ("mineral_id", "form", "unit", "year")),
        *(row[name] for name in ("value", "value_min", "value_max")),
        *(row[name] for name in ("value_as_printed", "unit_as_printed")),
        edition_place(row["edition_id"]),
        int(row["is_latest_vintage"]),
        file,
        row["source_row"],
    ]


def _exports(row: Row, edition_place: Any) -> list[Any]:
    """A bundled code gives bounds, never a point."""
    low, high = row["value_min_usd"], row["value_max_usd"]
    return [
        *(row["mineral_id"], _line(row), _USD, row["year"]),
        *(low if low == high else None, low, high),
        *(None, None),
        edition_place(row["edition_id"]),
        int(row["is_latest_vintage"]),
        *(None, None),
    ]


def _line(row: Row) -> str:
    return f"{row['trade_level']} {row['hs_edition']}"
