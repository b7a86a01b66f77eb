"""Whom the United States buys from and how far it relies on it; what groups of countries make.

Belongs here: those parts of a mineral's page.
Does not belong here: customs' trade (`trade.py`), who could fill a gap (`what_if.py`).
"""

from __future__ import annotations

from markupsafe import Markup

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.world import both_worlds
from orchestration.copies.site.words import percent, span

_THREE = 3


def buys_of(context: Context, mineral: str) -> Row | None:
    """Printed import sources of the newest period, and net import reliance of every year."""
    sources = context.facts.of("import_sources", "mineral_id").get(mineral, [])
    reliances = context.facts.of("reliances", "mineral_id").get(mineral, [])
    dependence = context.facts.of("dependence", "mineral_id").get(mineral, [])
    if not sources and not reliances:
        return None
    return {
        "dependence": _dependence(context, dependence[0]) if dependence else [],
        "sources": [_source(context, row) for row in _newest(sources)],
        "reliances": [_reliance(context, row) for row in reliances],
        "sql": {
            name: queries.text(name, mineral_id=mineral)
            for name in ("dependence", "import_sources", "reliances")
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


def _dependence(context: Context, row: Row) -> list[Row]:
    """Who sells most to the United States, who makes most, and what each is for the other."""
    say = context.say
    sold = {"of": _bought(context, row), "edition": context.short_edition(row["edition_id"])}
    source = {"country_id": row["leading_source_country_id"], "country": row["country_name"]}
    lines = [
        {**source, **sold, **_part(context, row, "leading_source"), "what": say("buys.first")},
        {
            **sold,
            "what": say.count("buys.largest", min(_THREE, row["named_source_count"])),
            "shown": _share(context, row["top3_source_share_pct"]),
        },
    ]
    if row["leading_producer_country_id"] is None:
        return _full([*lines, {"what": say("buys.producer"), "shown": say("buys.no_producer")}])
    maker = {"country_id": row["leading_producer_country_id"], "country": row["top_country"]}
    made = {
        "of": f"{context.table_name(row)}, {row['year']}",
        "edition": context.short_edition(row["producer_edition_id"]),
    }
    lines += [
        {**source, **made, "what": say("buys.source_makes"), **_made(context, row)},
        {**maker, **made, **_part(context, row, "leading_producer"), "what": say("buys.producer")},
        {**maker, **sold, "what": say("buys.producer_sells"), **_sold(context, row)},
    ]
    return _full(lines)


def _full(rows: list[Row]) -> list[Row]:
    """Every line with every cell; an empty one where there is nothing to say."""
    empty = {"country_id": None, **dict.fromkeys(("country", "range", "of", "edition"), "")}
    return [{**empty, **row} for row in rows]


def _bought(context: Context, row: Row) -> str:
    years = f"{row['import_period_from']}–{row['import_period_to']}"
    return Markup(", ").join([_goods(context, row, "import_form"), years])


def _sold(context: Context, row: Row) -> Row:
    return {"shown": _named(context, row["producer_import_share_pct"])}


def _part(context: Context, row: Row, of: str) -> Row:
    low, high = (row[f"{of}_share_{bound}_pct"] for bound in ("min", "max"))
    value = row[f"{of}_share_pct"]
    return {"shown": _share(context, value), "range": span(low, high, context.say)}


def _made(context: Context, row: Row) -> Row:
    rank = row["source_production_rank"]
    shown = _named(context, row["source_production_share_pct"])
    return {"shown": shown if rank is None else context.say("buys.place", share=shown, n=rank)}


def _named(context: Context, value: float | None) -> str:
    """A share; one that is not printed may be anything, and is not zero."""
    return context.say("buys.not_printed") if value is None else percent(value, context.say)


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
        "differs": row["is_figure_equal"] is False,
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


def _goods(context: Context, row: Row, column: str = "form") -> str:
    whole = row[column] == "all"
    return context.say("buys.whole") if whole else context.as_spelt("forms", row[column])


def _share(context: Context, value: float | None) -> str:
    return context.say("share.none") if value is None else percent(value, context.say)
