"""Reserves on the page of a mineral, and the totals that are printed of reserves and capacity.

Belongs here: those parts of the page.
Does not belong here: what plants could make (`markets.py`), output (`panel.py`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import figures, queries
from orchestration.copies.site.data import Row
from orchestration.copies.site.figures import Figure
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.words import number, quantity, range_of


def reserves_of(context: Context, mineral: str) -> Row | None:
    """Reserves of the newest edition, in the form that most countries are printed in."""
    rows = context.facts.of("reserves", "mineral_id").get(mineral, [])
    if not rows:
        return None
    newest = max((row["year"], row["edition_id"]) for row in rows)
    ours = [row for row in rows if (row["year"], row["edition_id"]) == newest]
    form = ours[0]["form"] if len({row["form"] for row in ours}) == 1 else _fullest(ours)
    ours = [row for row in ours if row["form"] == form]
    chart = figures.stock_bars(ours, context.say)
    soft = sum(row["quantity_tonnes"] is None for row in ours)
    alternative = context.say.count(
        "alternative.reserves", len(chart["data"]["rows"]), year=newest[0]
    )
    if soft:
        alternative += " " + context.say.count("alternative.reserves_soft", soft)
    conditions: dict[str, Any] = {
        "mineral_id": mineral,
        "edition_id": newest[1],
        "form": form,
        "year": newest[0],
    }
    figure = Figure(
        id="reserves",
        kind="bars",
        title=_most_reserves(context, ours, newest[0]),
        alternative=alternative,
        source=context.credit(ours[0]),
        sql=queries.text("reserves", **conditions),
        **chart,
    )
    cells = [{**row, "shown": quantity(row, context.say)} for row in ours]
    return {"figure": figure if chart["data"]["rows"] else None, "cells": cells}


def _most_reserves(context: Context, rows: list[Row], year: int) -> str:
    """Who holds most, unless a row without a number could hold more."""
    named = [row for row in rows if not row["is_residual"] and row["quantity_tonnes"]]
    unknown = any(row["quantity_tonnes"] is None for row in rows)
    if not named or unknown:
        return context.say("figure.reserves_none", year=year)
    most = max(named, key=lambda row: row["quantity_tonnes"])
    return context.say("figure.reserves", country=most["country_name"], year=year)


def _fullest(rows: list[Row]) -> str:
    counted: dict[str, int] = {row["form"]: 0 for row in rows}
    for row in rows:
        counted[row["form"]] += row["quantity_tonnes"] is not None
    return max(sorted(counted), key=lambda form: counted[form])


def totals_of(context: Context, mineral: str) -> Row | None:
    """World totals as printed beside the sum of their rows, the newest year of each table."""
    rows = context.facts.of("stock_totals", "mineral_id").get(mineral, [])
    if not rows:
        return None
    return {
        "rows": [_total(context, row) for row in rows],
        "sql": queries.text("stock_totals", mineral_id=mineral),
    }


def _total(context: Context, row: Row) -> Row:
    summed = row["summed_tonnes"]
    return {
        **row,
        "table": context.brief(row),
        "what": context.say.word("stock_totals.statistics", row["statistic"]),
        "shown": quantity(row, context.say),
        "range": range_of(row["quantity_min_tonnes"], row["quantity_max_tonnes"], context.say),
        "sum": context.say("markets.unknown") if summed is None else number(summed, context.say),
    }
