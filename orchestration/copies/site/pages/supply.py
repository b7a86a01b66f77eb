"""Whom the United States buys from and how far it relies on it; what groups of countries make.

Belongs here: those parts of a mineral's page.
Does not belong here: customs' trade (`trade.py`), who could fill a gap (`what_if.py`).
"""

from __future__ import annotations

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.world import both_worlds
from orchestration.copies.site.words import percent, span


def buys_of(context: Context, mineral: str) -> Row | None:
    """Printed import sources of the newest period, and net import reliance of every year."""
    sources = context.facts.of("import_sources", "mineral_id").get(mineral, [])
    reliances = context.facts.of("reliances", "mineral_id").get(mineral, [])
    if not sources and not reliances:
        return None
    return {
        "sources": [_source(context, row) for row in _newest(sources)],
        "reliances": [_reliance(context, row) for row in reliances],
        "sql": {
            name: queries.text(name, mineral_id=mineral) for name in ("import_sources", "reliances")
        },
    }


def groups_of(context: Context, mineral: str) -> Row | None:
    """Shares of groups of countries in the newest year of each table."""
    rows = context.facts.of("group_shares", "mineral_id").get(mineral, [])
    if not rows:
        return None
    return {
        "rows": [_group(context, row) for row in rows],
        "sql": queries.text("group_shares", mineral_id=mineral),
    }


def _newest(rows: list[Row]) -> list[Row]:
    newest: dict[str, int] = {}
    for row in rows:
        newest[row["form"]] = max(newest.get(row["form"], 0), row["period_to"])
    return [row for row in rows if row["period_to"] == newest[row["form"]]]


def _source(context: Context, row: Row) -> Row:
    return {
        **row,
        "goods": _goods(context, row),
        "shown": _share(context, row["share_pct"]),
        "range": span(row["share_min_pct"], row["share_max_pct"], context.say),
        "edition": context.short_edition(row["edition_id"]),
    }


def _reliance(context: Context, row: Row) -> Row:
    return {
        **row,
        "goods": _goods(context, row),
        "range": span(row["nir_min_pct"], row["nir_max_pct"], context.say),
        "status": context.say.word("status", row["value_status"]),
        "edition": context.short_edition(row["edition_id"]),
    }


def _group(context: Context, row: Row) -> Row:
    return {
        **row,
        "table": context.brief(row),
        "shown": _share(context, row["share_pct"]),
        "range": span(*both_worlds(row), context.say),
    }


def _goods(context: Context, row: Row) -> str:
    whole = row["form"] == "all"
    return context.say("buys.whole") if whole else context.as_spelt("forms", row["form"])


def _share(context: Context, value: float | None) -> str:
    return context.say("share.none") if value is None else percent(value, context.say)
