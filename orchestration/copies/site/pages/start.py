"""The start page: what moved, the watchlist with its line, the claims as cards.

Belongs here: the difference of two releases in plain words, the watchlist of each list.
Does not belong here: the difference itself (`release/diff.py`), signs and ranks (`rpt_watchlist`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.pages.claims import claim_cards
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.pages.trade import cap_of_list
from orchestration.copies.site.words import percent, span

_MOST_SHIFTS, _EXAMPLES = 6, 4
# what is above the cap is what the chart shows
_SHOWN_AS_A_MARK = ("sign_mining_above_cap", "sign_processing_above_cap")
_FIRST_LIST = "uk_strategy_2025"


def start_page(context: Context) -> Page:
    """The page that people open first."""
    watchlists = _watchlists(context)
    body = {
        "moved": _moved(context),
        "crossed": _crossed(context),
        "shifts": _shifts(context),
        "watchlists": watchlists,
        "lead": _lead(watchlists),
        "claims": claim_cards(context),
        "watch_sql": queries.text("watchlist", list_id=watchlists[0]["list_id"]),
        "cap_sql": queries.text("cap", is_latest_vintage=True),
    }
    return Page("index.html", "start.html.j2", context.say("start.title"), body)


def _watchlists(context: Context) -> list[Row]:
    lists = {row["list_id"]: row for row in context.facts.rows["lists"]}
    by_list = grouped(context.facts.rows["watchlist"], "list_id")
    newest = sorted(
        by_list, key=lambda name: (str(lists[name]["published_on"]), name), reverse=True
    )
    order = sorted(newest, key=lambda name: name != _FIRST_LIST)
    return [_watchlist(context, lists[name], by_list[name]) for name in order]


def _watchlist(context: Context, listed: Row, rows: list[Row]) -> Row:
    """One list: lines with figures by the share of the largest producer, then those without."""
    measured = [_line(context, same) for same in _by_figures(rows)]
    headlines = context.facts.of("headlines", "list_id")[listed["list_id"]]
    ranked = sorted(measured, key=lambda line: (-line["largest"], line["name"]))
    return {
        **listed,
        "lines": ranked,
        "imports": cap_of_list(context, listed["list_id"]),
        "without": [row for row in rows if row["top1_share_pct"] is None and not _group(row)],
        "within": _within(context, rows),
        "counts": {row["headline_id"]: row["lines"] for row in headlines},
    }


def _group(row: Row) -> str | None:
    """The group that counts the line, where it has no figures of its own."""
    return row["counted_within"] if row["top1_share_pct"] is None else None


def _within(context: Context, rows: list[Row]) -> list[Row]:
    """Groups that count lines without figures of their own: their figures once, and the lines."""
    profiles = context.facts.of("minerals", "mineral_name")
    by_group: dict[str, list[Row]] = {}
    for row in rows:
        if group := _group(row):
            by_group.setdefault(group, []).append(row)
    return [_counted_group(context, profiles[name][0], by_group[name]) for name in sorted(by_group)]


def _counted_group(context: Context, group: Row, members: list[Row]) -> Row:
    return {
        **group,
        "members": members,
        "share": percent(group["top1_share_pct"], context.say),
        "credit": context.brief(group),
    }


def _by_figures(rows: list[Row]) -> list[list[Row]]:
    """Lines that have the figures of one group stand together: they are one measurement."""
    measured = [row for row in rows if row["top1_share_pct"] is not None]
    return list(grouped(measured, "figures_of", "stage", "form").values())


def _line(context: Context, rows: list[Row]) -> Row:
    first = rows[0]
    processed = first["processed_top1_share_pct"]
    alone = len(rows) == 1 and first["figures_basis"] == "own"
    return {
        **first,
        "name": first["mineral_name"] if alone else first["figures_of"],
        "members": [] if alone else rows,
        "at": first["top1_share_pct"],
        "share": percent(first["top1_share_pct"], context.say),
        "range": span(first["top1_share_min_pct"], first["top1_share_max_pct"], context.say),
        "processed": percent(processed, context.say) if processed is not None else "",
        "processed_credit": _measured_in(
            context, first, "processed_stage", "processed_form", "processed_top1_share_pct"
        )
        if processed is not None
        else "",
        "largest": first["top_share_pct"],
        "worst": f"{percent(first['top_share_pct'], context.say)} {first['top_share_country']}",
        "worst_credit": _measured_in(
            context, first, "top_share_stage", "top_share_form", "top_share_pct"
        ),
        "kinds": _kinds(first),
        "signs": [
            name
            for name, value in first.items()
            if name.startswith("sign_") and value is True and name not in _SHOWN_AS_A_MARK
        ],
        "not_measured": [
            step
            for step in ("mining", "processing")
            if not first[f"{step}_tables"] and first[f"{step}_unmeasured_steps"]
        ],
        "credit": context.brief({**first, "edition_id": _release(context, first)}),
    }


def _release(context: Context, row: Row) -> str:
    """The edition of a line's figures, which the watchlist names in words."""
    named = (row["source_name"], row["edition"])
    return next(
        edition_id
        for edition_id, edition in context.facts.editions.items()
        if (edition["source_name"], edition["edition"]) == named
    )


def _measured_in(context: Context, row: Row, stage: str, form: str, share: str) -> str:
    """Table, year and edition of a line's share, by the table that it was measured in."""
    tables = context.facts.of("cap", "mineral_name").get(row["figures_of"], [])
    same = [
        table
        for table in tables
        if table["is_latest_vintage"]
        and (table["stage"], table["form"]) == (row[stage], row[form])
        and table["top_share_pct"] == row[share]
    ]
    if not same:
        return context.table_inline({"stage": row[stage], "form": row[form]})
    return context.brief(max(same, key=lambda table: table["year"]))


def _kinds(row: Row) -> str:
    """How the marks of a line are drawn: over the cap, or open because its bounds straddle it."""
    first = {True: "over", None: "open", False: ""}[row["is_above_cap"]]
    then = "then-over" if row["is_processed_above_cap"] else ""
    return f"{first} {then}".strip()


def _lead(watchlists: list[Row]) -> list[Row]:
    wanted = {"us_2025", _FIRST_LIST}
    found = [row for row in watchlists if row["list_id"] in wanted]
    return found or watchlists[:1]


def _moved(context: Context) -> Row:
    """The difference to the release before, in words and with examples."""
    diff = context.facts.diff
    if not diff.previous_release:
        return {"kind": "first"}
    changed = {name: table for name, table in diff.tables.items() if table["status"] != "unchanged"}
    if not changed:
        return {"kind": "nothing", "previous": diff.previous_release}
    return {
        "kind": "changed",
        "previous": diff.previous_release,
        "tables": [_table_moved(context, name, table) for name, table in sorted(changed.items())],
    }


def _table_moved(context: Context, name: str, table: Row) -> Row:
    say, rows = context.say, table.get("rows", {})
    changes = [
        say.count(f"moved.{what}", rows[what])
        for what in ("added", "removed", "changed")
        if rows.get(what)
    ]
    if table["status"] in ("added", "removed"):
        changes = [say(f"moved.table_{table['status']}")]
    examples = table.get("examples", {}).get("changed", [])
    return {
        "name": name,
        "topic": say.word("moved_topics", name),
        "changes": changes or [say("moved.columns")],
        "examples": [_example(example) for example in examples[:_EXAMPLES]],
    }


def _example(example: Row) -> dict[str, str]:
    return {
        "where": ", ".join(str(value) for value in example["key"].values()),
        "column": example["column"],
        "from": str(example["from"]),
        "to": str(example["to"]),
    }


def _crossed(context: Context) -> list[Row]:
    """Tables whose leader went over or under the cap with the newest year."""
    latest = [row for row in context.facts.rows["cap"] if row["is_latest_vintage"]]
    crossings = []
    for rows in grouped(latest, "mineral_id", "source_id", "stage", "form").values():
        by_year = {row["year"]: row for row in rows}
        year = max(by_year)
        now, then = by_year[year], by_year.get(year - 1)
        if then is None or {now["is_above_cap"], then["is_above_cap"]} != {True, False}:
            continue
        crossings.append(
            {
                **now,
                "went": "over" if now["is_above_cap"] else "under",
                "table": context.table_inline(now),
                "now": percent(now["top_share_pct"], context.say),
                "then": percent(then["top_share_pct"], context.say),
                "then_year": then["year"],
                "edition": context.short_edition(now["edition_id"]),
            }
        )
    return crossings


def _shifts(context: Context) -> list[Row]:
    """Where the largest producer's share moved most since the first year of its table."""
    moved = [
        row
        for row in context.facts.rows["minerals"]
        if row["top1_share_trend_points"] is not None
        and row["is_leader_certain"]
        and not row["is_group"]
    ]
    largest = sorted(
        moved, key=lambda row: (-abs(row["top1_share_trend_points"]), row["mineral_id"])
    )
    return [_shift(context, row) for row in largest[:_MOST_SHIFTS]]


def _shift(context: Context, row: Row) -> dict[str, Any]:
    points = row["top1_share_trend_points"]
    return {
        **row,
        "points": context.say.signed(points, "0"),
        "direction": "up" if points > 0 else "down",
        "now": percent(row["top1_share_pct"], context.say),
        "credit": context.short_edition(row["edition_id"]),
    }
