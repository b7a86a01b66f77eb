"""The page of the account: what was read, what was set aside and corrected, what each gate judged.

Belongs here: turning those rows into tables.
Does not belong here: licences and files with their digests (`reference.py`), arrivals that wait for
a decision, which no release knows of (`minerals quarantine`).
"""

from __future__ import annotations

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.words import number


def account_page(context: Context) -> Page:
    """Every edition's rows and cells with where they went, cells set aside, corrections, gates."""
    facts = context.facts
    by_edition = grouped(facts.rows["files_account"], "edition_id")
    gates = facts.manifest.gates
    body = {
        "editions": [_edition(context, *same) for same in by_edition.items()],
        "set_aside": [_cell(context, row) for row in facts.rows["set_aside"]],
        "corrected": [_corrected(context, row) for row in facts.rows["corrected"]],
        "gates": [
            {
                "table": verdict.table,
                "count": verdict.row_count,
                "shown": number(verdict.row_count, context.say),
                "evaluated": verdict.evaluated,
                "passed": verdict.passed,
                "warnings": verdict.warnings,
            }
            for verdict in sorted(gates.verdicts, key=lambda verdict: verdict.table)
        ],
        "judged": number(gates.expectations_evaluated, context.say),
        "sql": {name: queries.text(name) for name in ("files_account", "set_aside", "corrected")},
    }
    return Page("account.html", "account.html.j2", context.say("audit.title"), body)


def _edition(context: Context, edition_id: str, rows: list[Row]) -> Row:
    """An edition; rows of a file and the cells in them are counted apart."""
    return {
        "name": context.short_edition(edition_id),
        "rows": [
            {
                **row,
                "counted": context.say.word("audit.things", row["counted"]),
                "where": _where(context, row),
                "shown": number(row["items"], context.say),
                "is_aside": row["disposition"] == "set_aside",
            }
            for row in rows
        ],
    }


def _where(context: Context, row: Row) -> str:
    """The table that has them, or why none has."""
    if row["reason"] in context.say.group("moved_topics"):
        return context.say(f"moved_topics.{row['reason']}")
    return _reason(context, row["reason"])


def _reason(context: Context, reason: str) -> str:
    merged = reason.removeprefix("merged_into_row_")
    if merged != reason:
        return context.say("audit.merged", row=merged)
    return context.say.word("audit.reasons", reason)


def _cell(context: Context, row: Row) -> Row:
    return {
        **row,
        "why": _reason(context, row["set_aside_reason"]),
        "edition": context.short_edition(row["edition_id"]),
    }


def _corrected(context: Context, row: Row) -> Row:
    first, last = row["first_row"], row["last_row"]
    return {
        **row,
        "what": context.say.word("audit.statistics", row["statistic"]),
        "rows": f"{row['file_name']}:{first if first == last else f'{first}–{last}'}",
        "edition": context.short_edition(row["edition_id"]),
    }
