"""Prices, money, the account of the United States and plants, on the page of a mineral.

Belongs here: those parts of the page.
Does not belong here: queries (`copies/answers`), shares and stocks (`panel.py`, `mineral.py`).
"""

from __future__ import annotations

from markupsafe import Markup

from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.words import number, percent, quantity, range_of, span

_MILLION = 1_000_000
_YEARS = 5


def prices_of(context: Context, mineral: str) -> list[Row]:
    """Every print of every price, the newest edition of a year first."""
    rows = context.facts.of("prices", "mineral_id").get(mineral, [])
    return [
        {
            **row,
            "of": _words(row["form"], context),
            "shown": _amount(context, row),
            "range": range_of(row["value_min"], row["value_max"], context.say),
            "counted_in": context.say.word("money_unit", row["unit"]),
            "edition": context.short_edition(row["edition_id"]),
        }
        for row in rows
    ]


def worth_of(context: Context, mineral: str) -> list[Row]:
    """What output and gap are worth, newest year first, or why that is unknown."""
    rows = context.facts.of("worth", "mineral_id").get(mineral, [])
    newest: dict[tuple[str, str, str], int] = {}
    for row in rows:
        table = (row["stage"], row["form"], row["edition_id"].rsplit("_", 1)[0])
        newest[table] = max(newest.get(table, 0), row["year"])
    return [
        {
            **row,
            "table": context.brief(row),
            "of": "" if row["price_form"] == "none" else _words(row["price_form"], context),
            "market": context.say.word("price_market", row["price_market"] or "none"),
            "price": _price(context, row),
            "world": _millions(context, row, "world"),
            "gap": _millions(context, row, "gap"),
            "why": context.say.word("value_unknown", row["value_unknown_because"] or "none"),
        }
        for row in rows
        if row["year"] == newest[row["stage"], row["form"], row["edition_id"].rsplit("_", 1)[0]]
    ]


def account_of(context: Context, mineral: str) -> list[Row]:
    """The account of the United States, every edition of the last years that it covers."""
    rows = context.facts.of("account", "mineral_id").get(mineral, [])
    since = max((row["year"] for row in rows), default=0) - _YEARS
    return [
        {
            **row,
            "line": _line(context, row),
            "shown": _amount(context, row),
            "range": range_of(row["value_min"], row["value_max"], context.say),
            "counted_in": context.say.word("money_unit", row["unit"]),
            "edition": context.short_edition(row["edition_id"]),
        }
        for row in rows
        if row["year"] > since
    ]


def plants_of(context: Context, mineral: str) -> list[Row]:
    """Capacity by country with what of it is idle, the newest year of each table."""
    rows = context.facts.of("capacity", "mineral_id").get(mineral, [])
    newest: dict[tuple[str, str], int] = {}
    for row in rows:
        table = (row["stage"], row["form"])
        newest[table] = max(newest.get(table, 0), row["year"])
    return [
        {
            **row,
            "table": context.brief(row),
            "capacity": quantity(row, context.say),
            "idle": _idle(context, row),
            "idle_range": range_of(row["idle_min_tonnes"], row["idle_max_tonnes"], context.say),
            "in_use": "" if row["utilisation_pct"] is None else _percent(context, row),
            "in_use_range": span(
                row["utilisation_min_pct"], row["utilisation_max_pct"], context.say
            ),
        }
        for row in rows
        if row["year"] == newest[row["stage"], row["form"]]
    ]


def _words(text: str, context: Context) -> str:
    return context.as_spelt("forms", text) if text != "all" else context.say("markets.whole")


def _line(context: Context, row: Row) -> str:
    parts = [context.say.word("salient", row["statistic"])]
    parts += [context.say.word("salient_step", row["step"])] if row["step"] != "all" else []
    parts += [context.as_spelt("forms", row["form"])] if row["form"] != "all" else []
    return Markup(", ").join(parts)


def _amount(context: Context, row: Row) -> str:
    if row["value"] is None:
        return context.say.word("status", row["value_status"])
    return number(row["value"], context.say)


def _price(context: Context, row: Row) -> str:
    if row["price_as_printed"] is None:
        return ""
    unit, edition = row["price_unit_as_printed"], context.short_edition(row["price_edition_id"])
    return ", ".join(
        part for part in (f"{row['price_as_printed']} {unit}".strip(), edition) if part
    )


def _millions(context: Context, row: Row, of: str) -> Row:
    value, low, high = (row[f"{of}{part}_usd"] for part in ("", "_min", "_max"))
    least = None if low is None else low / _MILLION
    most = None if high is None else high / _MILLION
    return {
        "text": context.say("markets.unknown") if value is None else _money(context, value),
        "range": range_of(least, most, context.say),
        "value": value,
    }


def _money(context: Context, value: float) -> str:
    return number(value / _MILLION, context.say)


def _idle(context: Context, row: Row) -> str:
    if row["idle_tonnes"] is None:
        return context.say.word("idle_unknown", row["utilisation_unknown_because"])
    return number(row["idle_tonnes"], context.say)


def _percent(context: Context, row: Row) -> str:
    share = percent(row["utilisation_pct"], context.say)
    return f"{share} ▲" if row["is_above_capacity"] else share
