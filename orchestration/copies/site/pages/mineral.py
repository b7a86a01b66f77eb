"""The page of a mineral.

Belongs here: the order of its tables, and what all tables share.
Does not belong here: what stands at its head (`headline.py`), one table's figures (`panel.py`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import figures, queries
from orchestration.copies.site.data import Row, tables_of
from orchestration.copies.site.figures import Figure
from orchestration.copies.site.pages import findings
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.pages.headline import headline
from orchestration.copies.site.pages.markets import (
    account_of,
    plants_of,
    prices_of,
    worth_of,
)
from orchestration.copies.site.pages.outlook import outlook_of
from orchestration.copies.site.pages.panel import build_panel
from orchestration.copies.site.pages.stocks import reserves_of, totals_of
from orchestration.copies.site.pages.supply import buys_of, groups_of
from orchestration.copies.site.pages.trade import trade_of_mineral
from orchestration.copies.site.pages.what_if import gap_of
from orchestration.copies.site.words import number, percent

_PAIR = 2


def mineral_page(context: Context, profile: Row) -> Page:
    """The page of one mineral, also of one that no source counts."""
    facts, mineral = context.facts, profile["mineral_id"]
    tables = tables_of(facts.of("shares", "mineral_id").get(mineral, []))
    indices = tables_of(facts.of("concentration", "mineral_id").get(mineral, []))
    order = sorted(tables, key=lambda table: _place(profile, facts.editions, table))
    panels = [
        build_panel(context, place, tables[table], indices.get(table, []))
        for place, table in enumerate(order, start=1)
    ]
    body = {
        "profile": profile,
        "headline": headline(context, profile),
        "groups": _groups(context, profile),
        "panels": panels,
        "chain": _chain(context, profile, {table: tables[table] for table in order}),
        "steps": [_step(context, row) for row in context.facts.of("steps", "mineral_id")[mineral]],
        "steps_sql": queries.text("steps", mineral_id=mineral),
        "stages": sorted({context.say.word("stages", table[1]) for table in tables}),
        "gap": gap_of(context, mineral, [tables[table] for table in order]),
        "group_shares": groups_of(context, mineral),
        "buys": buys_of(context, mineral),
        "trade": trade_of_mineral(context, mineral),
        "reserves": reserves_of(context, mineral),
        "stock_totals": totals_of(context, mineral),
        "members": facts.of("members", "group_id").get(mineral, []),
        "agreement": _agreement(context, mineral),
        **_market(context, mineral),
        "lists": _lists(context, mineral),
        "policy_measures": policy_of(context, _measures(context, mineral)),
        "claims": [c for c in facts.rows["claims"] if c["mineral_id"] == mineral],
        "watch": _signs(context, facts.of("watchlist", "mineral_id").get(mineral, [])),
    }
    return Page(
        f"minerals/{mineral}.html",
        "mineral.html.j2",
        profile["mineral_name"],
        body,
        profile["summary"],
    )


def _market(context: Context, mineral: str) -> Row:
    """Projections, prices and plants, with the queries behind them."""
    return {
        "outlook": outlook_of(context, mineral),
        "prices": prices_of(context, mineral),
        "worth": worth_of(context, mineral),
        "account": account_of(context, mineral),
        "plants": plants_of(context, mineral),
        "market_sql": {
            name: queries.text(name, mineral_id=mineral)
            for name in ("outlook", "prices", "worth", "account", "capacity")
        },
    }


def _groups(context: Context, profile: Row) -> list[str]:
    """The group whose page has what is printed and agreed for all its members together."""
    named = context.facts.of("minerals", "mineral_name").get(profile["counted_within"], [])
    return [row["mineral_id"] for row in named]


def _step(context: Context, row: Row) -> Row:
    """A step of the chain with who measures it; one that nobody does is drawn as not held."""
    held = row["edition_id"] is not None
    share = row["top1_share_pct"]
    return {
        **row,
        "edition": context.short_edition(row["edition_id"]) if held else "",
        "leader": "" if share is None else f"{row['country_name']} {percent(share, context.say)}",
        "state": "" if held else "soft",
    }


def policy_of(context: Context, measures: list[Row]) -> dict[str, list[Row]]:
    """Agreements and export controls with the minerals that they name."""
    minerals = context.facts.of("policy_minerals", "policy_measure_id")
    named = [
        {
            **measure,
            "about": sorted(
                {row["mineral_id"] for row in minerals.get(measure["policy_measure_id"], [])}
            ),
        }
        for measure in measures
    ]
    return {
        "controls": [row for row in named if row["kind"] == "export_control"],
        "agreements": [row for row in named if row["kind"] == "agreement"],
    }


def _measures(context: Context, mineral: str) -> list[Row]:
    named = {
        row["policy_measure_id"]
        for row in context.facts.of("policy_minerals", "mineral_id").get(mineral, [])
    }
    return [row for row in context.facts.rows["policy"] if row["policy_measure_id"] in named]


def _place(profile: Row, editions: dict[str, Row], table: tuple[str, str, str]) -> Any:
    """The table that stands for the mineral first, then the step behind it, then by name."""
    source, stage, form = table
    spoken = editions.get(profile["edition_id"] or "", {}).get("source_id")
    primary = (spoken, profile["stage"], profile["form"])
    processed = (profile["processed_stage"], profile["processed_form"])
    stages = {"mine": 0, "smelter": 1, "refinery": 2, "plant": 3}
    return (table != primary, (stage, form) != processed, stages.get(stage, 4), form, source)


def _chain(context: Context, profile: Row, tables: dict[Any, list[Row]]) -> Figure | None:
    """The first step of the chain beside the next one, by country."""
    pair = _two_steps(profile, tables)
    if len(pair) < _PAIR:
        return None
    series, names = [], []
    for rows in pair:
        latest = [row for row in rows if row["is_latest_vintage"] and row["share_pct"] is not None]
        year = max((row["year"] for row in latest), default=None)
        series.append([row for row in latest if row["year"] == year])
        names.append(f"{context.table_name(rows[0])} {year}")
    if not all(series):
        return None
    chart = figures.dot_rows(series, "share_pct", context.say, names)
    leaders = [max(rows, key=lambda row: row["share_pct"]) for rows in series]
    first, second = (
        f"{name}: {leader['country_name']} {percent(leader['share_pct'], context.say)}"
        for name, leader in zip(names, leaders, strict=True)
    )
    alternative = context.say("alternative.chain", first=first, second=second)
    alternative += findings.own_world(context, [row for rows in series for row in rows])
    return Figure(
        id="chain",
        kind="dots",
        title=context.say("figure.chain", first=first, second=second),
        alternative=alternative,
        source="; ".join(context.credit(rows[0]) for rows in series),
        sql=queries.text("shares", mineral_id=profile["mineral_id"], is_latest_vintage=True),
        legend=[(f"s{slot}", name) for slot, name in enumerate(names)],
        **chart,
    )


def _two_steps(profile: Row, tables: dict[Any, list[Row]]) -> list[list[Row]]:
    wanted = [
        (profile["stage"], profile["form"]),
        (profile["processed_stage"], profile["processed_form"]),
    ]
    found = [
        next((rows for table, rows in tables.items() if table[1:] == step), None) for step in wanted
    ]
    return [rows for rows in found if rows]


def _agreement(context: Context, mineral: str) -> list[Row]:
    """What two sources print about one output, the newest edition of each."""
    return [
        {
            **row,
            "table": context.table_name(row),
            "sides": [_side(context, row, side) for side in ("left", "right")],
        }
        for row in context.facts.of("agreement", "mineral_id").get(mineral, [])
    ]


def _side(context: Context, row: Row, side: str) -> Row:
    tonnes = row[f"{side}_tonnes"]
    printed = row[f"{side}_value_as_printed"]
    return {
        "tonnes": tonnes,
        "shown": printed if tonnes is None else number(tonnes, context.say),
        "edition": context.short_edition(row[f"{side}_edition_id"]),
        "file": f"{row[f'{side}_file_name']}:{row[f'{side}_source_row']}",
    }


def _lists(context: Context, mineral: str) -> list[Row]:
    line = context.say.frame("lists.line")
    return [
        {
            **row,
            "line": line.format(no=row["member_no"], text=context.marked(row["member_as_printed"])),
        }
        for row in context.facts.of("list_members", "mineral_id").get(mineral, [])
    ]


def _signs(context: Context, rows: list[Row]) -> list[tuple[str, tuple[str, str]]]:
    """Each sign with its class and its answer: a step without a table is said to be unmeasured."""
    if not rows or rows[0]["figures_basis"] is None:
        return []
    signs = [name for name in rows[0] if name.startswith("sign_")]
    return [(name, _answer(context, rows[0], name)) for name in signs]


def _answer(context: Context, row: Row, sign: str) -> tuple[str, str]:
    if row[sign] is not None:
        return ("on", context.say("answer.yes")) if row[sign] else ("off", context.say("answer.no"))
    step = sign.split("_")[1]
    if not row.get(f"{step}_unmeasured_steps"):
        return "unknown", context.say("signs.not_decided")
    part = "not_all_measured" if row[f"{step}_tables"] else "not_measured"
    return "unknown", context.say(f"signs.{part}")
