"""`minerals show cobalt`: who produces a mineral, with bounds, for a terminal or a program.

Belongs here: choosing rows of the released tables and drawing them within 100 columns.
Does not belong here: computing measures; every number printed here stands in a released table.
"""

from __future__ import annotations

import sys
from itertools import groupby
from typing import Any

from rich.bar import Bar
from rich.table import Table

from orchestration.cli import spoken
from orchestration.cli.lookup_markets import draw_outlook
from orchestration.cli.output import (
    for_programs,
    is_unicode,
    plain,
    table_of,
    terminal,
    tonnes,
)
from orchestration.copies.answers.editions import one_edition
from orchestration.copies.answers.groups import counted_within
from orchestration.copies.answers.outlook import outlook
from orchestration.copies.answers.shares import choose, concentration, counted_in, shares
from orchestration.copies.answers.steps import steps
from orchestration.copies.file.served import Row, Served
from orchestration.settings import get_settings

LONGEST_BAR = 24
_NARROW = 80  # columns below which names need the room of the bars
_WITH_ALL = ("everybody",)
_NEXT = ("next edition",)

_COVERAGE = {
    "measured": ("green", "measured"),
    "modelled": ("yellow", "by a model only"),
    "counted_in_its_group": ("yellow", "counted within its group"),
    "not_held": ("red", "not held, which is no zero"),
}

_ANSWERS = {
    True: ("red", "above"),
    False: ("default", "not above"),
    None: ("yellow", "not decided"),
}
_STANDS_FOR_IT = "select * from marts.rpt_mineral_profile where mineral_id = $mineral"


def print_mineral(
    mineral: Row,
    *,
    year: int | None,
    stage: str | None,
    form: str | None = None,
    edition: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print one mineral's shares, one block per stage and form; of one form only where it is given.

    Raises:
        AskedError: for a mineral, year, stage or edition that is not in the release.
    """
    with Served(get_settings()) as served:
        edition = one_edition(served, edition) if edition else None
        rows = shares(served, mineral["mineral_id"])
        measures = concentration(served, mineral["mineral_id"])
        stands = served.rows(_STANDS_FOR_IT, mineral=mineral["mineral_id"])
        later = outlook(served, mineral["mineral_id"])
        chain = steps(served, mineral["mineral_id"])
        within = counted_within(served, mineral["mineral_id"])
    counted = [row for row in rows if form is None or row["form"] == form]
    called = mineral["mineral_name"] + (f", form {form}" if form else "")
    chosen = choose(counted, called, year=year, stage=stage, edition=edition, within=within)
    chosen.sort(key=lambda row: _place(row, stands))
    if not for_programs(chosen, as_json=as_json, as_csv=as_csv):
        _draw(mineral["mineral_name"], spoken.translated(chosen), spoken.translated(measures))
        if later and (year, stage, edition) == (None, None, None):
            draw_outlook(later)
        _draw_chain(spoken.translated(chain))
        if stands and stands[0]["summary"]:
            (summed,) = spoken.translated(stands, "minerals")
            terminal().print(f"[dim]{plain(summed['summary'])}[/]")


def _place(row: Row, stands: list[Row]) -> tuple[bool, int, bool, str]:
    """The table that stands for the mineral first, then the newest, then the step behind."""
    standing = stands[0] if stands else {}
    table = (row["stage"], row["form"])
    is_first = (row["edition_id"], *table) == tuple(
        standing.get(name) for name in ("edition_id", "stage", "form")
    )
    is_processed = table == (standing.get("processed_stage"), standing.get("processed_form"))
    return not is_first, -row["year"], not is_processed, "/".join(counted_in(row))


def _draw(mineral: str, rows: list[Row], measures: list[Row]) -> None:
    console = terminal()
    newest = max(row["year"] for row in rows)
    for _, block in groupby(rows, key=counted_in):
        lines = list(block)
        first = lines[0]
        gone = f" · [yellow]{spoken.say('gone')}[/]" if first["year"] < newest - 1 else ""
        form = "" if first["form"] == "all" else f", {spoken.word('forms', first['form'])}"
        stage = spoken.word("stage_short", first["stage"])
        basis = spoken.say("counted", basis=spoken.word("basis", first["basis"]))
        console.print(
            f"\n[bold]{plain(mineral)}[/] · {plain(stage + form)} · {first['year']}"
            f" · {plain(first['edition_id'])} · {plain(basis)}{gone}"
        )
        console.print(_share_table(lines))
        for measure in measures:
            if _same_table(measure, first):
                console.print(_sentence(measure))
                console.print(_cap_sentence(measure))
    note = spoken.say("estimated")
    if any(row["next_min_pct"] is not None for row in rows):
        note += spoken.say("expected")
    console.print(f"[dim]{note}[/]")


def _draw_chain(chain: list[Row]) -> None:
    """Every step that exists, and by whom it is measured: one that nobody does is said to be so."""
    said = []
    for row in (row for row in chain if row["has_step"]):
        stage = spoken.word("stage_short", row["stage"])
        step = plain(f"{stage}, {row['step']}".replace("_", " "))
        by = f" ({row['edition_id']})" if row["edition_id"] else ""
        coverage = row["step_coverage"]
        colour, words = _COVERAGE.get(coverage, ("yellow", plain(coverage)))
        said.append(f"{step}: [{colour}]{spoken.heading(words)}{plain(by)}[/]")
    if said:
        terminal().print(spoken.say("steps") + " " + "; ".join(said))


def _same_table(measure: Row, row: Row) -> bool:
    keys = ("edition_id", "stage", "form", "year")
    return all(measure[key] == row[key] for key in keys)


def _share_table(lines: list[Row]) -> Table:
    somebody_left_out = any(row["excludes"] for row in lines)
    is_expected = any(row["next_min_pct"] is not None for row in lines)
    more = (*_WITH_ALL[:somebody_left_out], *_NEXT[:is_expected])
    heads = ["", "country", "tonnes", "share", "range", *more]
    table = table_of(*heads, texts={"country"}, pad_edge=False)
    has_bars = terminal().width >= _NARROW and is_unicode(sys.stdout)
    if has_bars:
        table.add_column(max_width=max(1, LONGEST_BAR - sum(map(len, more))))
    for row in lines:
        everybody = _range(row, "share_all") if somebody_left_out else ""
        table.add_row(
            str(row["share_rank"] or ""),
            plain(row["country_name"]),
            _quantity(row),
            _percent(row["share_pct"]),
            _range(row, "share"),
            *[everybody][:somebody_left_out],
            *[_range(row, "next")][:is_expected],
            *[_bar(row["share_pct"])][:has_bars],
        )
    return table


def _quantity(row: Row) -> str:
    if row["quantity_tonnes"] is None:
        printed = row["value_as_printed"] or spoken.heading("(blank)")
        return plain(f"{printed} {spoken.word('status', row['value_status'])}".replace("_", " "))
    mark = " e" if row["is_estimated"] else "  "
    return tonnes(row["quantity_tonnes"]) + mark


def _percent(value: float | None) -> str:
    return "" if value is None else spoken.percent(value)


def _range(row: Row, stem: str) -> str:
    low, high = row[f"{stem}_min_pct"], row[f"{stem}_max_pct"]
    if low is None or high is None:
        return ""
    return spoken.between(spoken.bound(low), spoken.bound(high))


def _bar(share: float | None) -> Bar | str:
    return "" if share is None else Bar(100, 0, share)


def _sentence(m: Row) -> str:
    if m["hhi"] is None:
        return spoken.say("no_hhi")
    firmness: dict[str, Any] = {"firm": "green", "soft": "yellow", "weak": "red"}
    colour = firmness.get(m["firmness"], "white")
    sentence = spoken.say(
        "hhi",
        hhi=spoken.number(m["hhi"]),
        low=spoken.number(m["hhi_min"]),
        high=spoken.number(m["hhi_max"]),
        equal=spoken.number(m["effective_producers"], "0.0"),
        top=spoken.percent(m["top3_share_pct"]),
        rest=spoken.percent(m["residual_share_pct"]),
    )
    firm = spoken.word("firmness", m["firmness"])
    return f"{sentence} [{colour}]{firm}[/]{_revision_words(m)}"


def _revision_words(m: Row) -> str:
    """Where the next edition is expected to print the index, and what keeps it from firm."""
    codes = [code for code in str(m["firmness_reasons"] or "").split(";") if code]
    reasons = [spoken.word("cli.firmness_reasons", code).replace("_", " ") for code in codes]
    why = plain(", ".join(reasons))
    because = f" ({why})" if why else ""
    if m["hhi_revision_min"] is None:
        return because
    low, high = (spoken.number(m[f"hhi_revision_{end}"]) for end in ("min", "max"))
    return f"{because}; {spoken.say('next', bounds=spoken.between(low, high))}"


def _cap_sentence(m: Row) -> str:
    """Whether one country makes more than the cap, and whom the total leaves out."""
    if m["top_share_all_max_pct"] is None:
        return ""
    colour, word = _ANSWERS[m["is_above_cap"]]
    left_out = spoken.say(
        "left_out",
        who=plain(m["excludes"]),
        low=spoken.bound(m["top_share_all_min_pct"]),
        high=spoken.percent(m["top_share_all_max_pct"]),
    )
    cap = spoken.say("cap", cap=f"{m['cap_pct']:.0f}")
    return (
        f"{cap} [{colour}]{spoken.heading(word)}[/]"
        f"{left_out if m['excludes'] else ''}{_cap_revision(m)}"
    )


def _cap_revision(m: Row) -> str:
    """What revisions make likely, beside what the printed text allows."""
    if m["top_revision_min_pct"] is None:
        return ""
    low = spoken.bound(m["top_revision_min_pct"])
    bounds = spoken.between(low, spoken.percent(m["top_revision_max_pct"]))
    firm = spoken.word("firmness", m["cap_firmness"])
    return f", {firm}; {spoken.say('next', bounds=bounds)}"
