"""Trade on the pages: who sells a mineral, how far processed, where three importers buy it.

Belongs here: the trade blocks of a mineral's and a country's page, the line of the start page.
Does not belong here: what a code holds, bounds (that is the marts' trade), other blocks.
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.words import number, percent, short_number, span

_FIRST = 5
IMPORTERS = ("GBR", "USA", "eu")


def trade_of_mineral(context: Context, mineral: str) -> Row | None:
    """The trade block of a mineral's page; none where the figures know no trade of it at all."""
    facts = context.facts
    sold = facts.of("exports", "mineral_id").get(mineral, [])
    origins = facts.of("origins", "mineral_id").get(mineral, [])
    caps = facts.of("uk_cap", "mineral_id").get(mineral, [])
    units = facts.of("unit_values", "mineral_id").get(mineral, [])
    if not sold and not origins and not caps:
        return None
    return {
        "codes": [_code(context, rows) for rows in _by_code(sold).values()],
        "units": [_unit(context, row) for row in units],
        "mirrored": facts.manifest.tables["fct_trade_mirror"].rows,
        "stages": _stages(context, mineral),
        "origins": _origins(context, _in_order(context, origins)),
        "caps": [_cap(context, row) for row in _in_order(context, caps)],
        "replacements": _replacements(context, mineral),
        "credit": _credit(context, sold or origins or caps),
        "sql": {
            name: queries.text(name, mineral_id=mineral)
            for name in ("exports", "unit_values", "stages", "origins", "uk_cap", "replacements")
        },
    }


def exports_of_country(context: Context, country: str) -> list[Row]:
    """What a country sells, one row per code with the minerals in it, best places first."""
    rows = context.facts.of("exports", "country_id").get(country, [])
    codes = [
        {
            **same[0],
            **_shown(context, same[0]),
            "minerals": sorted({row["mineral_id"] for row in same}),
            "edition": context.short_edition(same[0]["edition_id"]),
        }
        for same in _by_code(rows).values()
    ]
    return sorted(codes, key=lambda row: (row["rank_value"], -row["value_usd"]))


def cap_of_list(context: Context, list_id: str) -> Row | None:
    """The cap of a list by imports: what each reading shows, and how much of the list it sees."""
    rows = context.facts.of("uk_cap_of_list", "list_id").get(list_id, [])
    if not rows:
        return None
    # the edition of the codes that holds most of the list comes last
    readings = {row["cap_reading"]: row for row in rows}
    value, weight = readings["aggregate_value"], readings["aggregate_weight"]
    return {
        **value,
        "lines": readings["each_mineral"],
        "country_name": value["country_name"] or context.say("trade.unknown"),
        "verdict": context.say.word("cap_verdict", value["cap_verdict"]),
        "by_value": span(value["top_share_min_pct"], value["top_share_max_pct"], context.say),
        "by_weight": span(weight["top_share_min_pct"], weight["top_share_max_pct"], context.say),
        "weight_leader": weight["country_name"] or context.say("trade.unknown"),
        "edition": context.short_edition(value["edition_id"]),
        "sql": queries.text("uk_cap_of_list", list_id=list_id),
    }


def _by_code(rows: list[Row]) -> dict[Any, list[Row]]:
    return grouped(rows, "hs_edition", "hs_code")


def _level(context: Context, row: Row) -> str:
    return context.say.word("trade_level", row["trade_level"])


def _shown(context: Context, row: Row) -> Row:
    return {
        "level": _level(context, row),
        "value": short_number(row["value_usd"], context.say),
        "share": percent(row["share_pct"], context.say),
        "is_bundle": row["code_kind"] == "bundle",
    }


def _code(context: Context, rows: list[Row]) -> Row:
    first = rows[0]
    return {
        **first,
        **_shown(context, first),
        "sellers": [{**row, **_shown(context, row)} for row in rows[:_FIRST]],
        "others": len(rows) - len(rows[:_FIRST]),
    }


def _unit(context: Context, row: Row) -> Row:
    """What a kilogram of a code was worth; without a weight nobody knows."""
    say = context.say
    outliers = row["outlier_count"]
    return {
        **row,
        "level": _level(context, row),
        "is_bundle": row["code_kind"] == "bundle",
        "value": _price(context, row["usd_per_kg"]),
        "median": _price(context, row["usd_per_kg_median"]),
        "priced": say("trade.of", held=row["priced_count"], listed=row["exporter_count"]),
        "outliers": ""
        if not outliers
        else f"▲ {outliers} · {percent(row['outlier_value_pct'], say)}",
        "unweighed": percent(row["kg_missing_value_pct"], say),
    }


def _price(context: Context, value: float | None) -> str:
    return context.say("trade.unknown") if value is None else number(value, context.say)


def _stages(context: Context, mineral: str) -> Row | None:
    """How the largest exporters' sales are spread over the levels that are held."""
    of_all = context.facts.of("stages", "mineral_id").get(mineral, [])
    if not of_all:
        return None
    # editions of the codes count the same goods: the one that holds most levels is shown
    shown = max(of_all, key=lambda row: (row["levels_held"], row["hs_edition"]))["hs_edition"]
    rows = [row for row in of_all if row["hs_edition"] == shown]
    levels = sorted({row["trade_level"] for row in rows}, key=list(_order(context)).index)
    countries = list(grouped(rows, "country_id").values())[:_FIRST]
    return {
        "levels": [context.say.word("trade_level", level) for level in levels],
        "held": rows[0]["levels_held"],
        "listed": rows[0]["levels_in_list"],
        "year": rows[0]["year"],
        "hs_edition": shown,
        "countries": [
            {
                "country_id": same[0]["country_id"],
                "country_name": same[0]["country_name"],
                "value": short_number(float(same[0]["all_usd"]), context.say),
                "shares": [_stage_share(context, same, level) for level in levels],
            }
            for same in countries
        ],
    }


def _order(context: Context) -> dict[str, str]:
    return context.say.group("trade_level")


def _in_order(context: Context, rows: list[Row]) -> list[Row]:
    """Rows by level, from the ore to the article; the rest of their order stays."""
    return sorted(rows, key=lambda row: list(_order(context)).index(row["trade_level"]))


def _stage_share(context: Context, rows: list[Row], level: str) -> str:
    row = next((row for row in rows if row["trade_level"] == level), None)
    if row is None:
        return ""
    if row["share_of_held_pct"] is not None:
        return percent(row["share_of_held_pct"], context.say)
    return span(row["share_min_pct"], row["share_max_pct"], context.say) + context.say.percent_sign


def _origins(context: Context, rows: list[Row]) -> list[Row]:
    """One row per level, the three importers side by side."""
    return [
        {
            "level": _level(context, same[0]),
            "hs_edition": same[0]["hs_edition"],
            "year": same[0]["year"],
            "codes_held": same[0]["codes_held"],
            "codes_in_list": same[0]["codes_in_list"],
            "basis": same[0]["partner_basis"],
            "importers": [
                [_partner(context, row) for row in same if row["importer_id"] == importer]
                for importer in IMPORTERS
            ],
        }
        for same in grouped(rows, "trade_level", "hs_edition", "partner_basis").values()
    ]


def _partner(context: Context, row: Row) -> Row:
    return {**row, "share": _share(context, row, "share")}


def _share(context: Context, row: Row, of: str) -> str:
    if row[f"{of}_pct"] is not None:
        return percent(row[f"{of}_pct"], context.say)
    bounds = span(row[f"{of}_min_pct"], row[f"{of}_max_pct"], context.say)
    return f"{bounds}{context.say.percent_sign}" if bounds else ""


def _cap(context: Context, row: Row) -> Row:
    answer = {True: "above", False: "within", None: "undetermined"}[row["is_above_cap"]]
    return {
        **row,
        "level": _level(context, row),
        "share": _share(context, row, "top_share"),
        "answer": "not_measurable" if row["codes_held"] == 0 else answer,
    }


def _replacements(context: Context, mineral: str) -> list[Row]:
    """Who else sells what the United Kingdom buys, beside what it buys of its largest partner."""
    rows = context.facts.of("replacements", "mineral_id").get(mineral, [])
    return [
        {
            "level": _level(context, same[0]),
            "hs_edition": same[0]["hs_edition"],
            "year": same[0]["year"],
            "leader_id": same[0]["leader_id"],
            "leader_name": same[0]["leader_name"],
            "bought": short_number(float(same[0]["uk_imports_usd"]), context.say),
            "sellers": [
                {
                    **row,
                    "value": _from_to(context, row["exports_min_usd"], row["exports_max_usd"]),
                }
                for row in same
            ],
        }
        for same in grouped(rows, "trade_level", "hs_edition").values()
    ]


def _from_to(context: Context, least: Any, most: Any) -> str:
    low, high = (short_number(float(bound), context.say) for bound in (least, most))
    return low if least == most else f"{low}–{high}"


def _credit(context: Context, rows: list[Row]) -> str:
    return context.facts.edition_name(rows[0]["edition_id"])
