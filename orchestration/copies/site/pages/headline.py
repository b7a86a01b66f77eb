"""What stands at the head of a mineral's page.

Belongs here: each figure of the head with how soft it is, and the table, year and edition it is of.
Does not belong here: tables and charts further down (`mineral.py`, `panel.py`).
"""

from __future__ import annotations

from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.words import number, percent, range_text, span

# label, value, how soft it is, where it is from
HeadFigure = tuple[str, str, str, str]


def headline(context: Context, profile: Row) -> list[HeadFigure]:
    """The figures of a mineral's head; those that nobody prints are left out."""
    parts = (_leader, _concentration, _world, _reserves, _reliance)
    return [figure for part in parts if (figure := part(context, profile))]


def _leader(context: Context, p: Row) -> HeadFigure | None:
    if p["top1_share_pct"] is None:
        return None
    known = "leader" if p["is_leader_certain"] else "leader_uncertain"
    bounds = range_text(p["top1_share_min_pct"], p["top1_share_max_pct"], context.say)
    expected = span(p["top_revision_min_pct"], p["top_revision_max_pct"], context.say)
    return (
        context.say(f"mineral.{known}", country=p["top1_country"]),
        percent(p["top1_share_pct"], context.say),
        _with_next(context, bounds, f"{expected}{context.say.percent_sign}" if expected else ""),
        context.brief(p),
    )


def _with_next(context: Context, bounds: str, expected: str) -> str:
    """What the printed text allows and, where it is known, where the next edition is expected."""
    next_range = context.say("mineral.next", range=expected) if expected else ""
    return "; ".join(filter(None, [bounds, next_range]))


def _concentration(context: Context, p: Row) -> HeadFigure | None:
    if p["hhi"] is None:
        return None
    note = context.say(
        "mineral.hhi_note",
        low=number(p["hhi_min"], context.say),
        high=number(p["hhi_max"], context.say),
        firmness=context.say.word("firmness", p["firmness"]),
    )
    if p["world_excludes"]:
        note += "; " + context.say("mineral.own_world", who=p["world_excludes"])
    expected = ""
    if p["hhi_revision_min"] is not None:
        ends = (p["hhi_revision_min"], p["hhi_revision_max"])
        expected = "–".join(number(end, context.say) for end in ends)
    note = _with_next(context, note, expected)
    return context.say("mineral.hhi"), number(p["hhi"], context.say), note, context.brief(p)


def _world(context: Context, p: Row) -> HeadFigure | None:
    if p["world_tonnes"] is None:
        return None
    printed = p["world_printed_tonnes"] or p["world_tonnes"]
    tonnes = context.say("units.tonnes", n=number(printed, context.say))
    note = context.counted(p)
    if printed != p["world_tonnes"]:
        rows = number(p["world_tonnes"], context.say)
        note += "; " + context.say("mineral.world_rows", rows=rows)
    return context.say("mineral.world"), tonnes, note, context.brief(p)


def _reserves(context: Context, p: Row) -> HeadFigure | None:
    """Years of a bounded reserve are bounded too."""
    if p["reserves_tonnes"] is None:
        return None
    sign = "≥ " if p["is_reserves_at_least"] else ""
    years = p["reserves_years"]
    note = (
        context.say("mineral.reserves_years", years=f"{sign}{number(years, context.say)}")
        if years
        else ""
    )
    stocks = context.facts.of("reserves", "mineral_id").get(p["mineral_id"], [])
    table = (p["reserves_year"], p["reserves_form"])
    same = [row for row in stocks if (row["year"], row["form"]) == table]
    credit = context.brief(max(same, key=lambda row: row["edition_id"])) if same else ""
    tonnes = context.say("units.tonnes", n=f"{sign}{number(p['reserves_tonnes'], context.say)}")
    return context.say("mineral.reserves"), tonnes, note, credit


def _reliance(context: Context, p: Row) -> HeadFigure | None:
    """As printed: `>50` stays a bound, a net exporter is no zero."""
    printed = p["us_nir_as_printed"]
    if not printed:
        return None
    counted = any(character.isdigit() for character in printed)
    value = (
        f"{printed}{context.say.percent_sign}"
        if counted
        else context.say.word("nir_in_place", printed)
    )
    rows = context.facts.of("reliance", "mineral_id").get(p["mineral_id"], [])
    table = (p["us_nir_year"], p["us_nir_form"])
    same = [row for row in rows if (row["year"], row["form"]) == table]
    form = "" if p["us_nir_form"] == "all" else context.say.word("forms", p["us_nir_form"])
    edition = context.short_edition(same[0]["edition_id"]) if same else ""
    credit = ", ".join(filter(None, [form, str(p["us_nir_year"]), edition]))
    return context.say("mineral.nir"), value, context.say("mineral.nir_note"), credit
