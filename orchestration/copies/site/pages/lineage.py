"""How many minerals a country was said to supply, again and again, beside what was counted.

Belongs here: that part of a country's page.
Does not belong here: the counts of today, line by line (`country.py`).
"""

from __future__ import annotations

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context


def lineage_of(context: Context, country: str) -> Row | None:
    """Every count that was said of a country, the first one first."""
    rows = context.facts.of("lineage", "subject_country_id").get(country, [])
    if not rows:
        return None
    return {
        "rows": [_said(context, row) for row in rows],
        "sql": queries.text("lineage", subject_country_id=country),
    }


def _said(context: Context, row: Row) -> Row:
    answer = {True: "yes", False: "no", None: "unknown"}[row["is_possible_now"]]
    return {
        **row,
        "then": _counted(context, row, "then"),
        "now": _counted(context, row, "now"),
        "possible": answer,
    }


def _counted(context: Context, row: Row, when: str) -> str:
    """Lines produced for certain up to those possible, with the editions that were asked."""
    least, unknown = row[f"{when}_produced_members"], row[f"{when}_unknown_members"]
    if least is None:
        return ""
    return context.say(
        "lineage.counted",
        least=least,
        most=least + unknown,
        total=row["list_members"],
        window=context.editions_of(row[f"{when}_evidence_window"]),
    )
