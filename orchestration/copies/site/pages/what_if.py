"""Who could fill the gap to the cap, and what if: on the page of a mineral.

Belongs here: what the section is given, and what its script computes with.
Does not belong here: the formula (`copies/answers/what_if.py`, and the same in
`static/what-if.js`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.answers.what_if import CAP_PCT, WHAT_IF
from orchestration.copies.site import queries
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.world import both_worlds
from orchestration.copies.site.words import number, percent

_MOST = 12
_TABLE = ("source_id", "stage", "form")


def gap_of(context: Context, mineral: str, tables: list[list[Row]]) -> Row | None:
    """The section of a mineral; nothing where no table has shares.

    Args:
        context: facts and labels.
        mineral: its id.
        tables: rows of each of its tables, in the order of its page.
    """
    played = [table for rows in tables if (table := _table(context, rows))]
    if not played:
        return None
    return {
        "gaps": [_gap(context, rows) for rows in _partners(context, mineral, tables)],
        "sql": queries.text("partners", mineral_id=mineral),
        "tables": played,
        "given": {
            "tables": played,
            "words": {**context.say.group("what_if")["words"], "sign": context.say.percent_sign},
            "sql": WHAT_IF,
            "cap": CAP_PCT,
        },
    }


def _table(context: Context, rows: list[Row]) -> Row | None:
    """A table's newest year: every named country with the bounds that contain both worlds."""
    latest = [row for row in rows if row["is_latest_vintage"] and not row["is_residual"]]
    year = max((row["year"] for row in latest), default=None)
    now = [row for row in latest if row["year"] == year]
    if not any(row["share_pct"] for row in now):
        return None
    edition = context.short_edition(now[0]["edition_id"])
    return {
        "id": now[0]["table_id"],
        "name": f"{context.table_name(now[0])}, {year} ({edition})",
        "rows": [_country(row) for row in now],
    }


def _country(row: Row) -> list[Any]:
    low, high = both_worlds(row)
    return [
        row["country_id"],
        row["country_name"],
        row["share_pct"],
        0 if low is None else low,
        100 if high is None else high,
    ]


def _partners(context: Context, mineral: str, tables: list[list[Row]]) -> list[list[Row]]:
    """Partners of the newest year of each table that is above the cap, as the page orders them."""
    rows = context.facts.of("partners", "mineral_id").get(mineral, [])
    order = [tuple(table[0][name] for name in _TABLE) for table in tables]
    by_table = grouped(rows, *_TABLE)
    newest = [
        (max(row["year"] for row in by_table[key]), by_table[key])
        for key in order
        if key in by_table
    ]
    return [[row for row in table if row["year"] == year] for year, table in newest]


def _gap(context: Context, rows: list[Row]) -> Row:
    first, say = rows[0], context.say
    return {
        "credit": context.brief(first),
        "leader_id": first["top_country_id"],
        "leader": first["top_country"],
        "tonnes": number(first["tonnes_to_cap"], say),
        "range": _allowed(context, first["tonnes_to_cap_min"], first["tonnes_to_cap_max"]),
        "partners": [_partner(context, row) for row in rows[:_MOST]],
        "has_plants": any(row["spare_tonnes"] is not None for row in rows),
        "has_reserves": any(row["reserves_tonnes"] is not None for row in rows),
        "more": max(0, len(rows) - _MOST),
    }


def _allowed(context: Context, least: float, most: float | None) -> str:
    """Tonnes that the printed figures allow, where that is not one number."""
    low = number(least, context.say)
    if most is None:
        return f"≥ {low}"
    high = number(most, context.say)
    return "" if low == high else context.say("markets.range", low=low, high=high)


def _partner(context: Context, row: Row) -> Row:
    say = context.say
    output = row["output_tonnes"]
    return {
        **row,
        "output": number(output, say)
        if output is not None
        else say.word("status", row["output_status"]),
        "part": _percent(row["output_part_of_gap_pct"], context),
        "spare": "" if row["spare_tonnes"] is None else number(row["spare_tonnes"], say),
        "reserves": "" if row["reserves_tonnes"] is None else number(row["reserves_tonnes"], say),
        "years": ""
        if row["reserves_years_of_gap"] is None
        else number(row["reserves_years_of_gap"], say),
    }


def _percent(value: float | None, context: Context) -> str:
    return "" if value is None else percent(value, context.say)
