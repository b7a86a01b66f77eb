"""Sentences of the release in another language: the same parts, from the columns of their row.

Belongs here: summaries of minerals, reasons of verdicts and of evidence, put together from phrases.
Does not belong here: the phrases (`labels`, below `sentence`), single texts (`labels/released`).

A released sentence is English and made in SQL. Its parts stand in columns beside it; which phrases
it has is read off the sentence, so no rule of the marts is written twice. In English these phrases
give the released sentence again, which a test shows for every row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from orchestration.copies.site.data import Row
from orchestration.copies.site.labels import FIRST, Labels

_SMALLEST = 0.5
_UNKNOWN = ("rank", "index", "tonnes")
_COUNTED = ("members", "lines", "minerals", "countries", "documents")
_BOTH = re.compile(r"mines: (.*); later steps: (.*)")
_NOTE = re.compile(r", asked for [^;]*?(?:; the next edition[^;]*)?; (?!the next edition)(.+)\.$")
_CAPS = {
    "unsure": "; whether above",
    "under_measured": " where it is measured",
    "above": "; above",
    "under": "; not above",
}
_NOTES = {
    "unknown": r"(\d+) of (\d+) unknown",
    "lines": r"(\d+) of (\d+) lines measured",
    "leads": r"(\w+) leads; (\d+) of (\d+) lines measured",
    "by_value": r"(HS\d+) (\d+), (\w+), by value, reconciled",
    "by_weight": r"(HS\d+) (\d+), (\w+), by weight, reconciled",
    "partners": r"(HS\d+), (\w+), by value, partners reconciled; (\d+) of (\d+) codes held",
    "codes": r"(HS\d+), partners reconciled; (\d+) of (\d+) codes held",
    "codes_largest": r"(HS\d+), partners reconciled; (\d+) of (\d+) codes held, of which the "
    r"largest partner has ([\d.]+) to ([\d.]+)%",
    "levels": r"(HS\d+), (\w+), by value, reconciled; codes are held of (\d+) of (\d+) levels, "
    r"and the share is of those",
    "register": r"as far as the register of agreements goes",
    "members": r"members at the end of (\d+)",
    "may_be_in_other_countries": r"not named: may be in other countries",
    "publisher_says_others_may": r"not named: publisher says others may",
    "rounding_leaves_room": r"not named: rounding leaves room",
    "total_leaves_room": r"not named: total leaves room",
    "no_world_total": r"not named: no world total",
    "left_out_of_the_total": r"not named: left out of the total",
    "estimated": r"estimated",
    "not_available": r"not_available",
    "notice_each": r"Press notice on the UK strategy, each_mineral",
    "strategy_aggregate": r"UK strategy, aggregate",
}


def summary(row: Row, released: str, say: Labels) -> str:
    """What the figures of a mineral say, in one sentence.

    Args:
        row: its profile, names in the language.
        released: the sentence in English, which shows what it says of the cap.
        say: words of the language.
    """
    if row["top1_country"] is None:
        return _without(row, say)
    parts = [_makes(row, say), _processed(row, say)]
    if "; the largest share is " in released:
        parts.append(
            say(
                "sentence.summary.largest",
                country=row["largest_share_country"],
                share=_percent(row["largest_share_pct"], say),
                table=_table(row["largest_share_stage"], row["largest_share_form"], say),
            )
        )
    cap = next(name for name, phrase in _CAPS.items() if phrase in released)
    parts.append(say(f"sentence.summary.{cap}", cap=_percent(row["cap_pct"], say)))
    for step in ("mining", "processing"):
        if row[f"{step}_unmeasured_steps"]:
            part = "partly" if row[f"{step}_tables"] else "unmeasured"
            parts.append(say(f"sentence.summary.{part}_{step}"))
    return "".join(parts) + "."


def _without(row: Row, say: Labels) -> str:
    if row["stage"] is not None:
        why = say(f"sentence.no_world.{row['no_world_because'] or 'nothing_known'}")
        return say("sentence.summary.no_shares", why=why)
    if row["counted_within"]:
        return say("sentence.summary.group", group=row["counted_within"].lower())
    return say("sentence.summary.no_table")


def _makes(row: Row, say: Labels) -> str:
    known = "makes" if row["is_leader_certain"] else "makes_uncertain"
    return say(
        f"sentence.summary.{known}",
        country=row["top1_country"],
        share=_percent(row["top1_share_pct"], say),
        table=_table(row["stage"], row["form"], say),
        year=row["year"],
    )


def _processed(row: Row, say: Labels) -> str:
    if row["processed_top1_country"] is None:
        return ""
    form = row["processed_form"]
    return say(
        "sentence.summary.processed",
        country=row["processed_top1_country"],
        share=_percent(row["processed_top1_share_pct"], say),
        stage=say.word("stage_short", row["processed_stage"]),
        form="" if form == "all" else f" ({say.word('forms', form)})",
    )


def _percent(value: float, say: Labels) -> str:
    """Whole percent; below one, that it is less."""
    if 0 < value < _SMALLEST:
        return say("sentence.under_one")
    return say.decimal(value, "0") + say.percent_sign


def _table(stage: str, form: str, say: Labels) -> str:
    short = say.word("stage_short", stage)
    return short if form == "all" else f"{short}, {say.word('forms', form)}"


def check(row: Row, released: str, say: Labels) -> str:
    """Why a reading has its verdict: what is measured, its bounds, what was asked, a note."""
    if row["verdict"] == "not_measurable":
        what = row["would_measure"] or say("sentence.check.an_edition")
        return say("sentence.check.nothing", what=what)
    found = _NOTE.search(released)
    return say.frame("sentence.check.measured").format(
        value=_value(row, say),
        bounds=_bounds(row, say),
        asked=_asked(row, say),
        open=_open(row, say),
        next=_next(row, say),
        note="" if not found else Markup("; ") + note(found[1], say),
    )


def _number(value: float, say: Labels) -> str:
    return say.decimal(value, "#,##0.##")


def _value(row: Row, say: Labels) -> str:
    if row["unit"] == "date":
        return say.day(row["measured_period"])
    value, unit = row["measured_value"], row["unit"] or "none"
    if value is None:
        return (
            say.word("sentence.unknown_of", unit) if unit in _UNKNOWN else say("sentence.unknown")
        )
    if unit in _COUNTED:
        return say.count(f"sentence.unit.{unit}", int(value))
    return say(f"sentence.unit.{unit}", n=_number(value, say))


def _bounds(row: Row, say: Labels) -> str:
    low, high = row["measured_min"], row["measured_max"]
    if row["comparison"] == "on" or (low == high and low is not None):
        return ""
    kind = "between"
    if row["excludes"] is not None:
        is_counted = row["counted_min"] is not None and row["counted_max"] is not None
        kind = "counted" if is_counted else "left_out"
    return say(
        f"sentence.check.{kind}",
        who=row["excludes"],
        counted_low=_number(row["counted_min"] or 0, say),
        counted_high=_number(row["counted_max"] or 0, say),
        low=_number(low or 0, say),
        high=say("sentence.no_limit") if high is None else _number(high, say),
    )


def left_out(text: str | None, say: Labels) -> str | None:
    """Whom a total leaves out; of a list, on how many of its lines."""
    found = re.fullmatch(r"somebody in (\d+) of (\d+) lines", text or "")
    if found:
        return say("sentence.check.somebody", n=found[1], total=found[2])
    return say.released("excludes", text)


def _asked(row: Row, say: Labels) -> str:
    period = row["threshold_period"]
    asked = say.day(period) if period else _number(row["threshold"], say)
    return f"{say('comparison.' + row['comparison'])} {asked}".strip()


def _open(row: Row, say: Labels) -> str:
    if row["verdict"] != "undetermined":
        return ""
    return say("sentence.check.day_open" if row["comparison"] == "on" else "sentence.check.open")


def _next(row: Row, say: Labels) -> str:
    if row["revision_min"] is None or row["revision_max"] is None:
        return ""
    low, high = (_number(row[f"revision_{end}"], say) for end in ("min", "max"))
    return say("sentence.check.next", low=low, high=high)


def note(text: str, say: Labels) -> str:
    """What a measurement adds; the name of a document stays as it is printed."""
    for name, pattern in _NOTES.items():
        found = re.fullmatch(pattern, text)
        if found:
            return say(f"sentence.note.{name}", **_parts(found.groups(), say))
    return text if say.language == FIRST else Markup('<span lang="en">{}</span>').format(text)


def _parts(values: Sequence[str], say: Labels) -> dict[str, str]:
    """Parts of a note by their place, levels and numbers in the language."""
    levels = say.group("sentence")["level"]
    return {
        f"p{place}": str(levels[value]) if value in levels else _part(value, say)
        for place, value in enumerate(values, start=1)
    }


def _part(value: str, say: Labels) -> str:
    return _number(float(value), say) if "." in value else value


def evidence(text: str | None, say: Labels) -> str | None:
    """Why a line counts as produced or not: one reason, or one for mines and one for the rest."""
    found = _BOTH.fullmatch(text or "")
    if not found:
        return say.released("reason", text)
    mines, later = (say.released("reason", part) for part in found.groups())
    return say("sentence.evidence", mines=mines, later=later)


def looked_in(text: str | None, say: Labels) -> str | None:
    """Where evidence was looked for: tables by their ids, and registers in words."""
    return text and text.replace("notes, statements and laws", say("sentence.registers"))


def reported_by(text: str | None, say: Labels) -> str | None:
    """Who reported a claim; the addresses of newspapers stay."""
    is_address = text is not None and (" " not in text or ";" in text)
    return text if is_address else say.released("reported_by", text)
