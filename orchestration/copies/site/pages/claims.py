"""The register of claims: a card for each, and a page with every reading of it.

Belongs here: counting verdicts of a claim's newest readings, arranging readings by question, where
a measured value stands beside what was claimed.
Does not belong here: verdicts themselves (`fct_claim_check`).
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.words import value_of

VERDICTS = ("supported", "refuted", "undetermined", "not_measurable")
MIXED, OUT_OF_SCOPE = "mixed", "out_of_scope"
ORDER = ("supported", "refuted", MIXED, "undetermined", "not_measurable", OUT_OF_SCOPE)
_LINES, _HUNDRED = 2, 100
_COVERAGE = "fct_country_list_coverage"  # its evidence_key: country, list, rule, window


def claim_cards(context: Context) -> list[Row]:
    """Every claim with its overall verdict and the verdicts of the newest editions."""
    checks = context.facts.of("checks", "claim_id")
    return [
        _card(claim, checks.get(claim["claim_id"], [])) for claim in context.facts.rows["claims"]
    ]


def claims_page(context: Context) -> Page:
    """A card for each claim: what it says against what is measured, newest years first."""
    claims = [
        {
            **card,
            "subject": card["mineral_name"] or card["country_name"] or "",
            "lines": _lines(context, card["claim_id"]),
        }
        for card in claim_cards(context)
    ]
    body = {
        "claims": claims,
        "speakers": sorted({claim["speaker"] for claim in claims}),
        "subjects": sorted({claim["subject"] for claim in claims} - {""}),
        "verdicts": [name for name in ORDER if any(c["verdict"] == name for c in claims)],
    }
    return Page("claims.html", "claims.html.j2", context.say("claims.title"), body)


def claim_pages(context: Context) -> Iterator[Page]:
    """A page for each claim, with all readings, editions and years."""
    for card in claim_cards(context):
        checks = context.facts.of("checks", "claim_id").get(card["claim_id"], [])
        readings = grouped([_check(context, row) for row in checks], "reading_id")
        claim = {
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
        title = f"{card['claim_id']}: {card['claim']}"
        path = f"claims/{card['claim_id']}.html"
        yield Page(path, "claim.html.j2", title, {"claim": claim}, card["claim"])


def _lines(context: Context, claim_id: str) -> Row:
    """The newest year of each reading as said, and how many more stand on its page.

    A claim with one reading shows its newest years instead.
    """
    checks = context.facts.of("checks", "claim_id").get(claim_id, [])
    newest = [row for row in checks if row["is_latest_vintage"]]
    said = [row for row in newest if row["reads_as"] == "as_said"] or newest
    ordered = sorted(said, key=lambda row: -(row["year"] or 0))
    firsts = {row["reading_id"]: row for row in reversed(ordered)}
    several = len(firsts) > 1
    chosen = sorted(firsts.values(), key=lambda row: row["reading_id"]) if several else ordered
    shown = [
        {**_check(context, row), "strip": _strip(row), "named": row["reading"] if several else ""}
        for row in chosen[:_LINES]
    ]
    return {"checks": shown, "more": len(checks) - len(shown)}


def _strip(row: Row) -> Row | None:
    """Where value, bounds and claim stand on a line from nothing to a little over the largest."""
    value, low, high, said = (
        row[name] for name in ("measured_value", "measured_min", "measured_max", "threshold")
    )
    if low is None or high is None or said is None or row["verdict"] == "not_measurable":
        return None
    end = _HUNDRED if row["unit"] == "percent" else max(high, said) * 1.1 or 1
    places = {"at": value, "lo": low, "hi": high, "said": said}
    return {
        name: None if place is None else min(place / end, 1) * _HUNDRED
        for name, place in places.items()
    }


def _card(claim: Row, checks: list[Row]) -> Row:
    newest = [row for row in checks if row["is_latest_vintage"]]
    counts = {verdict: sum(row["verdict"] == verdict for row in newest) for verdict in VERDICTS}
    return {
        **claim,
        "counts": counts,
        "verdicts_total": len(newest),
        "verdict": _overall(newest),
    }


def _overall(newest: list[Row]) -> str:
    """The verdict of the readings as said, when they agree; several editions or years may not.

    Only what could be measured counts, where anything could; what is wider, stricter or a proxy
    stands on the claim's page and does not decide its card.
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
    measured = say.day(row["measured_period"]) or value_of(row["measured_value"], unit, say)
    threshold = say.day(row["threshold_period"]) or value_of(row["threshold"], unit, say)
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
