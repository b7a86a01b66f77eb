"""The page of a country.

Belongs here: what it produces and its ranks, which lists it could serve, claims and agreements.
Does not belong here: what a list counts (that is the marts' evidence).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import figures, queries
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.figures import Figure
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.pages.lineage import lineage_of
from orchestration.copies.site.pages.mineral import policy_of
from orchestration.copies.site.pages.trade import exports_of_country
from orchestration.copies.site.spoken import sorting
from orchestration.copies.site.words import percent, quantity, share, span

_MOST_BARS = 18
_STILL = 800  # pixels of the figure's column


def country_page(context: Context, profile: Row, newest: list[Row]) -> Page:
    """The page of one country.

    Args:
        context: facts and labels.
        profile: its wide row.
        newest: rows of the newest year of every table that names it.
    """
    facts, country = context.facts, profile["country_id"]
    made = [row for row in newest if row["quantity_tonnes"] != 0]
    evidence = facts.of("mineral_evidence", "country_id")
    body = {
        "profile": profile,
        "headline": _headline(context, profile),
        "figure": _bars(context, country, made),
        "rows": [_row(context, row) for row in _ranked(made)],
        "sql": queries.text("shares", country_id=country, is_latest_vintage=True),
        "coverage": _coverage(context, country),
        "evidence": [
            _steps(context, row)
            for row in sorted(
                evidence.get(country, []), key=lambda r: sorting(r["mineral_name"], context.say)
            )
        ],
        "evidence_sql": queries.text("mineral_evidence", country_id=country),
        "lineage": lineage_of(context, country),
        "claims": facts.of("claims", "subject_country_id").get(country, []),
        "policy_measures": policy_of(context, _party(context, country)),
        "reserves": _reserves(context, country),
        "sold": exports_of_country(context, country),
        "sold_sql": queries.text("exports", country_id=country),
    }
    return Page(
        f"countries/{country.lower()}.html", "country.html.j2", profile["country_name"], body
    )


def newest_by_country(context: Context) -> dict[str, list[Row]]:
    """Rows of each table's newest year, by country."""
    rows = [row for row in context.facts.rows["shares"] if row["is_latest_vintage"]]
    tables = grouped(rows, "mineral_id", "source_id", "stage", "form")
    newest: list[Row] = []
    for of_table in tables.values():
        year = max(row["year"] for row in of_table)
        newest += [row for row in of_table if row["year"] == year]
    return grouped(newest, "country_id")


def _ranked(rows: list[Row]) -> list[Row]:
    return sorted(
        rows, key=lambda r: (-(r["share_pct"] or 0), r["mineral_id"], r["stage"], r["form"])
    )


def _row(context: Context, row: Row) -> Row:
    return {
        **row,
        "mineral_name": context.facts.mineral_names[row["mineral_id"]],
        "table": context.table_name(row),
        "edition": context.short_edition(row["edition_id"]),
        "shown": quantity(row, context.say),
        "share": share(row, context.say),
        "range": span(row["share_min_pct"], row["share_max_pct"], context.say),
    }


def _bars(context: Context, country: str, rows: list[Row]) -> Figure | None:
    shares = [
        {**row, "what": _what(context, row)}
        for row in _ranked(rows)
        if row["share_pct"] is not None and row["share_max_pct"]
    ][:_MOST_BARS]
    if not shares:
        return None
    chart = figures.country_bars(shares, context.say)
    first = shares[0]
    alternative = context.say(
        "alternative.country",
        name=context.facts.country_names[country],
        what=first["what"],
        share=percent(first["share_pct"], context.say),
        year=first["year"],
    )
    alternative += figures.marks_text(chart, context.say)
    partly = [row["what"] for row in shares if row["excludes"]]
    if partly:
        alternative += " " + context.say("alternative.own_worlds", what="; ".join(partly))
    return Figure(
        id="shares",
        kind="bars",
        title=context.say.count(
            "figure.country",
            len(shares),
            what=first["what"],
            share=percent(first["share_pct"], context.say),
        ),
        alternative=alternative,
        source=context.say("country.bars_source"),
        sql=queries.text("shares", country_id=country, is_latest_vintage=True),
        still=_STILL,
        **chart,
    )


def _what(context: Context, row: Row) -> str:
    name = context.facts.mineral_names[row["mineral_id"]]
    form = "" if row["form"] == "all" else f", {context.say.word('forms', row['form'])}"
    return f"{name}{form} ({context.say.word('stage_short', row['stage'])})"


def _headline(context: Context, p: Row) -> list[tuple[str, str, str]]:
    say = context.say
    head = [
        (
            say("country.produced"),
            str(p["produced_minerals"]),
            say(
                "country.produced_unknown" if p["unknown_minerals"] else "country.produced_note",
                mined=p["mined_minerals"],
                processed=p["processed_minerals"],
                unknown=p["unknown_minerals"],
            ),
        ),
        (
            say("country.first"),
            str(p["rank1_minerals"]),
            say("country.first_note", second=p["rank2_minerals"], third=p["rank3_minerals"]),
        ),
        (say("country.above_cap"), str(p["above_cap_minerals"]), say("country.above_cap_note")),
    ]
    if p["us_leading_source_minerals"]:
        head.append(
            (
                say("country.us_source"),
                str(p["us_leading_source_minerals"]),
                say("country.us_source_note"),
            )
        )
    return head


def _coverage(context: Context, country: str) -> list[Row]:
    """Each list under both counting rules, with the evidence of its lines."""
    by_list = grouped(context.facts.of("coverage", "country_id").get(country, []), "list_id")
    evidence = grouped(context.facts.of("evidence", "country_id").get(country, []), "list_id")
    lists = []
    for list_id, rows in by_list.items():
        ours = evidence.get(list_id, [])
        lists.append(
            {
                **rows[0],
                "rules": rows,
                "evidence": [_answer(context, row) for row in ours],
                "sql": queries.text("evidence", country_id=country, list_id=list_id),
            }
        )
    return lists


def _answer(context: Context, row: Row) -> Row:
    answers: dict[Any, str] = {True: "yes", False: "no", None: "unknown"}
    stage = context.table_name(row) if row["stage"] else ""
    return {
        **row,
        "answer": answers[row["is_produced"]],
        "supply": answers[row["can_supply"]],
        "table": stage,
        "edition": context.short_edition(row["edition_id"]) if row["edition_id"] else "",
        "share_text": percent(row["share_pct"], context.say)
        if row["share_pct"] is not None
        else "",
    }


def _steps(context: Context, row: Row) -> Row:
    """A mineral with its two answers; nobody knows is an answer of its own."""
    answers: dict[Any, str] = {True: "yes", False: "no", None: "unknown"}
    share_pct = row["share_pct"]
    return {
        **row,
        "mined": answers[row["is_mined"]],
        "processed": answers[row["is_processed"]],
        "table": context.table_name(row) if row["stage"] else "",
        "share": "" if share_pct is None else percent(share_pct, context.say),
        "edition": context.short_edition(row["edition_id"]) if row["edition_id"] else "",
    }


def _party(context: Context, country: str) -> list[Row]:
    return [
        row for row in context.facts.rows["policy"] if country in (row["party_a"], row["party_b"])
    ]


def _reserves(context: Context, country: str) -> list[Row]:
    """What stands in the newest edition of each table of reserves that names the country."""
    rows = context.facts.of("reserves", "country_id").get(country, [])
    newest: dict[Any, tuple[Any, ...]] = {}
    for row in rows:
        table = (row["mineral_id"], row["form"])
        newest[table] = max(newest.get(table, (0, "")), (row["year"], row["edition_id"]))
    return [
        {
            **row,
            "mineral_name": context.facts.mineral_names.get(row["mineral_id"], row["mineral_id"]),
            "edition": context.short_edition(row["edition_id"]),
            "shown": quantity(row, context.say),
        }
        for row in rows
        if newest[(row["mineral_id"], row["form"])] == (row["year"], row["edition_id"])
    ]
