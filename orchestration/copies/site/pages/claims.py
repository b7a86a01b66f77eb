"""The register of claims: cards for the start page, every reading for a page of its own.

Belongs here: counting verdicts of a claim's newest readings, arranging readings by question.
Does not belong here: verdicts themselves (`fct_claim_check`).
"""

from __future__ import annotations

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.words import value_of

VERDICTS = ("supported", "refuted", "undetermined", "not_measurable")
MIXED, OUT_OF_SCOPE = "mixed", "out_of_scope"
_COVERAGE = "fct_country_list_coverage"  # its evidence_key: country, list, rule, window


def claim_cards(context: Context) -> list[Row]:
    """Every claim with its overall verdict and the verdicts of the newest editions."""
    checks = context.facts.of("checks", "claim_id")
    return [
        _card(claim, checks.get(claim["claim_id"], [])) for claim in context.facts.rows["claims"]
    ]


def claims_page(context: Context) -> Page:
    """All claims with all readings, editions and years."""
    claims = []
    for card in claim_cards(context):
        checks = context.facts.of("checks", "claim_id").get(card["claim_id"], [])
        readings = grouped([_check(context, row) for row in checks], "reading_id")
        claims.append(
            {
                **card,
                "readings": [
                    {
                        **rows[0],
                        "newest": [row for row in rows if row["is_latest_vintage"]],
                        "earlier": [row for row in rows if not row["is_latest_vintage"]],
                    }
                    for rows in readings.values()
                ],
                "sql": queries.text("checks", claim_id=card["claim_id"]),
            }
        )
    return Page("claims.html", "claims.html.j2", context.say("claims.title"), {"claims": claims})


def _card(claim: Row, checks: list[Row]) -> Row:
    newest = [row for row in checks if row["is_latest_vintage"]]
    counts = {verdict: sum(row["verdict"] == verdict for row in newest) for verdict in VERDICTS}
    return {
        **claim,
        "counts": counts,
        "verdicts_total": len(newest),
        "verdict": _overall(claim, newest),
    }


def _overall(claim: Row, newest: list[Row]) -> str:
    """The verdict of the readings as said, when they agree; several editions or years may not.

    Only what could be measured speaks, where anything could; what is wider, stricter or a proxy
    is told on the claim's page and does not decide its card.
    """
    if not newest:
        return OUT_OF_SCOPE
    as_said = [row["verdict"] for row in newest if row["reads_as"] == "as_said"]
    found = set(as_said or [row["verdict"] for row in newest])
    measured = found - {"not_measurable"}
    if len(measured or found) == 1:
        return str(next(iter(measured or found)))
    return MIXED


def _check(context: Context, row: Row) -> Row:
    say, unit = context.say, row["unit"]
    bounds = ""
    if row["measured_min"] != row["measured_max"]:
        low, high = (value_of(row[side], unit, say) for side in ("measured_min", "measured_max"))
        bounds = say("claims.between", low=low, high=high)
    measured = row["measured_period"] or value_of(row["measured_value"], unit, say)
    threshold = row["threshold_period"] or value_of(row["threshold"], unit, say)
    is_measured = row["verdict"] != "not_measurable"
    asked = f"{say.word('comparison', row['comparison'])} {threshold}".strip()
    return {
        **row,
        "measured": measured if is_measured else "",
        "bounds": bounds if is_measured else "",
        "asked": asked if is_measured else "",
        "edition": _edition(context, row),
        "is_table_described": row["evidence_table"] in context.facts.tables,
        "covers_country": _covered(context, row),
    }


def _edition(context: Context, row: Row) -> str:
    """The edition measured in; coverage is counted in a window that may join several."""
    if row["evidence_table"] == _COVERAGE:
        return context.editions_of(row["evidence_key"].rpartition("|")[2])
    return context.short_edition(row["edition_id"]) if row["edition_id"] else ""


def _covered(context: Context, row: Row) -> str | None:
    """The country whose page lists the evidence of a coverage, line by line."""
    if row["evidence_table"] != _COVERAGE or not row["is_latest_vintage"]:
        return None
    country: str = row["evidence_key"].partition("|")[0]
    return country if context.has_country(country) else None
