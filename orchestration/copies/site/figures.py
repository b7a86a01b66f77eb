"""Figures of the pages: rows for a chart, its words, its query.

Belongs here: turning released rows into what a kind of chart takes, with the text alternative.
Does not belong here: what a chart looks like (`charts.py`), where it stands on a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from orchestration.copies.answers.what_if import CAP_PCT
from orchestration.copies.site.labels import Labels
from orchestration.copies.site.words import Row, number, percent, share, short_number, span

NOT_ATTRIBUTED = 9  # class of the map
CONCENTRATED_HHI = 2500  # points of four equal producers
ABOVE_BARS, ABOVE_LINES = 1.1, 1.06  # of the scale, past the longest bar and the highest value
_LONGEST = 12
_PER_LETTER, _GAP = 6.8, 12  # pixels of a bar's number, and around it
_LETTERS = 6  # that a scale leaves room for where no bar has a number
_STEPS = (1, 5, 20, 40, 60)
_CLASSES = (f"<{_STEPS[0]}", *(f"{a}–{b}" for a, b in pairwise(_STEPS)), f">{_STEPS[-1]}")
_WHOLE = 100.0


@dataclass(frozen=True)
class Figure:
    """One chart on a page.

    Args:
        id: unique on its page.
        kind: kind of chart (`charts.py`).
        title: what it shows, as a heading.
        alternative: the same in a sentence or two, for those who do not see it, and for all.
        source: source, edition, year, stage.
        sql: the query that gives its rows.
        data: rows by the name of the chart's data set.
        signals: settings of the chart.
        legend: swatch class and name.
        still: pixels of its picture in the page, where it is among the first; otherwise 0.
    """

    id: str
    kind: str
    title: str
    alternative: str
    source: str
    sql: str
    data: dict[str, Any]
    signals: dict[str, Any] = field(default_factory=dict)
    legend: list[tuple[str, str]] = field(default_factory=list)
    still: int = 0


def drawing() -> dict[str, Any]:
    """What a script draws with, so that its charts are those of the pages."""
    return {
        "cap": CAP_PCT,
        "steps": _STEPS,
        "not_attributed": NOT_ATTRIBUTED,
        "longest": _LONGEST,
        "per_letter": _PER_LETTER,
        "gap": _GAP,
        "letters": _LETTERS,
        "above_bars": ABOVE_BARS,
        "above_lines": ABOVE_LINES,
    }


def share_bars(rows: list[Row], say: Labels) -> dict[str, Any]:
    """Bars of shares with bounds; a country whose figure is withheld is a hatched range."""
    named = [row for row in rows if not row["is_residual"] and row["share_max_pct"]]
    ordered = sorted(
        named, key=lambda r: (-(r["share_pct"] or 0), -r["share_max_pct"], r["country_name"])
    )
    known = [row for row in ordered if row["share_pct"] is not None][:_LONGEST]
    soft = [row for row in ordered if row["share_pct"] is None]
    bars = [_share_bar(row, say) for row in [*known, *soft]]
    return _bars(bars)


def marks_text(chart: dict[str, Any], say: Labels) -> str:
    """What stands in a chart of bars beside the bars: only what is there."""
    bars = chart["data"]["rows"]
    text = ""
    if any(not bar["soft"] and bar["lo"] < bar["hi"] for bar in bars):
        text += " " + say("alternative.whiskers")
    if chart["data"]["lines"]:
        text += " " + say("alternative.cap_line")
    return text


def _bars(bars: list[Row]) -> dict[str, Any]:
    """The scale ends a little after the longest bar; the cap is drawn where it falls on it."""
    top = min(max((bar["end"] for bar in bars), default=1) * ABOVE_BARS, _WHOLE)
    lines = [{"at": CAP_PCT}] if top >= CAP_PCT else []
    signals = {"unit": "%", "top": top, "room": _room(bars)}
    return {"data": {"rows": bars, "lines": lines}, "signals": signals}


def _room(bars: list[Row]) -> float:
    """Pixels that the scale leaves free for numbers; long words of soft bars move instead."""
    letters = max((len(bar["label"]) for bar in bars if not bar["soft"]), default=_LETTERS)
    return letters * _PER_LETTER + _GAP


def _share_bar(row: Row, say: Labels, name: str | None = None) -> Row:
    value, low, high = row["share_pct"], row["share_min_pct"], row["share_max_pct"]
    shown = share(row, say)
    soft = value is None
    return {
        "name": name or row["country_name"],
        "a": low if soft else 0,
        "b": high if soft else value,
        "lo": low,
        "hi": high,
        "end": high,
        "soft": soft,
        "label": f"{say.word('in_place', row['value_status'])}: {shown.text}"
        if soft
        else shown.text,
        "tip": f"{name or row['country_name']}: {shown.text} ({span(low, high, say)})",
    }


def stock_bars(rows: list[Row], say: Labels) -> dict[str, Any]:
    """Bars of reserves in tonnes, the largest first."""
    named = [r for r in rows if not r["is_residual"] and r["quantity_tonnes"]]
    bars = [
        {
            "name": row["country_name"],
            "a": 0,
            "b": row["quantity_tonnes"],
            "lo": row["quantity_min_tonnes"],
            "hi": row["quantity_max_tonnes"] or row["quantity_tonnes"],
            "end": row["quantity_max_tonnes"] or row["quantity_tonnes"],
            "soft": False,
            "label": short_number(row["quantity_tonnes"], say),
            "tip": f"{row['country_name']}: {number(row['quantity_tonnes'], say)} {say('units.t')}",
        }
        for row in named[:_LONGEST]
    ]
    longest = max((bar["end"] for bar in bars), default=1)
    return {
        "data": {"rows": bars, "lines": []},
        "signals": {"unit": "t", "top": longest, "room": _room(bars)},
    }


def country_bars(rows: list[Row], say: Labels) -> dict[str, Any]:
    """Bars of one country's shares, by mineral."""
    bars = [_share_bar(row, say, row["what"]) for row in rows]
    return _bars(bars)


def trend_rows(rows: list[Row], edition_name: Any, say: Labels) -> dict[str, Any]:
    """An index by year within its band, and within that with everybody where somebody is left out.

    Earlier editions stand beside it.
    """

    def point(row: Row) -> Row:
        tip = say(
            "chart.trend_tip",
            year=row["year"],
            hhi=number(row["hhi"], say),
            low=number(row["hhi_min"], say),
            high=number(row["hhi_max"], say),
            edition=edition_name(row["edition_id"]),
        )
        return {
            "year": row["year"],
            "hhi": row["hhi"],
            "lo": row["hhi_min"],
            "hi": row["hhi_max"],
            "all_lo": row["hhi_all_min"],
            "all_hi": row["hhi_all_max"],
            "excludes": row["excludes"],
            "tip": tip + _with_everybody(row, say),
        }

    known = [row for row in rows if row["hhi"] is not None]
    latest = [point(row) for row in known if row["is_latest_vintage"]]
    earlier = [point(row) for row in known if not row["is_latest_vintage"]]
    everybody = latest if any(row["excludes"] for row in latest) else []
    ends = [row["hi"] for row in [*latest, *earlier]] + [row["all_hi"] for row in everybody]
    highest = max(ends, default=1)
    return {
        "data": {
            "rows": latest,
            "earlier": earlier,
            "everybody": everybody,
            "lines": [{"at": CONCENTRATED_HHI}],
        },
        "signals": {"top": max(3000, highest * 1.08), **years_of([*latest, *earlier])},
    }


def trend_legend(chart: dict[str, Any], say: Labels) -> list[tuple[str, str]]:
    """Swatches of the two bands; none where there is one world."""
    if not chart["data"]["everybody"]:
        return []
    return [("band", say("chart.own_world")), ("hatched", say("chart.everybody"))]


def _with_everybody(row: Row, say: Labels) -> str:
    if not row["excludes"]:
        return ""
    bounds = {"low": number(row["hhi_all_min"], say), "high": number(row["hhi_all_max"], say)}
    return say("chart.trend_everybody", who=row["excludes"], **bounds)


def dot_rows(series: list[list[Row]], column: str, say: Labels, names: list[str]) -> dict[str, Any]:
    """Dots of several series, one line per country, ordered by the largest value."""
    stem = "share" if column == "share_pct" else "quantity"
    unit = "pct" if column == "share_pct" else "tonnes"
    low, high = f"{stem}_min_{unit}", f"{stem}_max_{unit}"
    values: dict[str, list[Row]] = {}
    for slot, rows in enumerate(series):
        for row in rows:
            if not row["is_residual"] and row[column]:
                values.setdefault(row["country_name"], []).append({**row, "slot": slot})
    ordered = sorted(values.items(), key=lambda item: (-max(r[column] for r in item[1]), item[0]))
    dots = [
        {
            "name": name,
            "slot": row["slot"],
            "x": row[column],
            "lo": row[low],
            "hi": row[high] or row[column],
            "from": min(r[column] for r in rows),
            "to": max(r[column] for r in rows),
            "tip": f"{name}, {names[row['slot']]}: {_dot(row[column], unit, say)}",
        }
        for name, rows in ordered[:_LONGEST]
        for row in rows
    ]
    longest = max((max(dot["hi"], dot["x"]) for dot in dots), default=1)
    if unit == "pct":
        signals = {"unit": "%", "top": min(longest * 1.06, 100)}
        return {"data": {"rows": dots, "lines": []}, "signals": signals}
    # the scale is logarithmic: rounding down to nothing has no place on it
    least = min((dot["x"] for dot in dots), default=1) / 2
    for dot in dots:
        dot["lo"] = max(dot["lo"], least)
    return {"data": {"rows": dots}, "signals": {"unit": "t", "top": longest * 1.3, "bottom": least}}


def _dot(value: float, unit: str, say: Labels) -> str:
    return percent(value, say) if unit == "pct" else f"{number(value, say)} {say('units.t')}"


def years_of(rows: list[Row]) -> dict[str, int]:
    """Signals of a scale of years."""
    years = {row["year"] for row in rows}
    return {"first": min(years), "last": max(years)} if years else {}


def map_rows(rows: list[Row], points: dict[str, list[float]], say: Labels) -> dict[str, Any]:
    """Countries by class of share; dots for those that the map does not draw."""
    shaded = []
    for row in rows:
        if row["is_residual"] or row["quantity_tonnes"] == 0:
            continue
        value = row["share_pct"]
        if value is None and row["share_max_pct"] == 0:
            continue
        shade = NOT_ATTRIBUTED if value is None else sum(value >= step for step in _STEPS)
        tip = f"{row['country_name']}: {share(row, say).text}"
        shaded.append({"id": row["country_id"], "shade": shade, "tip": tip})
    small = [
        {"lon": points[row["id"]][0], "lat": points[row["id"]][1], **row}
        for row in shaded
        if row["id"] in points
    ]
    return {"rows": shaded, "points": small}


def map_legend(say: Labels, rows: list[Row] | None = None) -> list[tuple[str, str]]:
    """Swatches of the map's classes; of those alone that rows are in, where rows are given."""
    bounds = [f"{text}{say.percent_sign}" for text in _CLASSES]
    classes = [(f"m{shade}", text) for shade, text in enumerate(bounds)]
    every = [*enumerate(classes), (NOT_ATTRIBUTED, ("hatched", say("chart.withheld_or_unknown")))]
    shown = None if rows is None else {row["shade"] for row in rows}
    return [swatch for shade, swatch in every if shown is None or shade in shown]
