"""The chart of the explorer: several series over the years, each within its printed bounds.

Belongs here: how a series, its bounds and its gaps are drawn.
Does not belong here: which series are chosen (`static/explore.js`), the other kinds (`charts.py`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import scales
from orchestration.copies.site.colours import COLOURS


def series_by_year() -> Any:
    """Lines `v` by year with bands `lo` to `hi`; where only bounds are known, a dashed rule.

    A year without a value breaks its line: nothing is drawn across what nobody printed.
    """
    import altair as alt

    top = alt.param(name="top", value=100)
    unit = alt.param(name="unit", value="%")
    rows = alt.Chart(alt.NamedData(name="rows"))
    x, y = scales.years(), scales.up("v:Q", "unit")
    whole = alt.Detail("name:N")
    band = rows.mark_area(opacity=0.16).encode(
        x=x, y=scales.up("lo:Q", "unit"), y2="hi:Q", fill=_colour(), detail=whole
    )
    dashed = alt.condition("datum.twin", alt.value([6, 4]), alt.value([1, 0]))
    line = rows.mark_line(strokeWidth=2.2).encode(
        x=x, y=y, stroke=_colour(), detail=whole, strokeDash=dashed
    )
    known = "isValid(datum.v)"
    dots = (
        rows.transform_filter(known)
        .mark_point(filled=True, size=46, opacity=1)
        .encode(x=x, y=y, fill=_colour(), tooltip="tip:N")
    )
    only_bounds = (
        rows.transform_filter(f"!({known}) && isValid(datum.hi)")
        .mark_rule(strokeDash=[3, 3], strokeWidth=2.4)
        .encode(x=x, y="lo:Q", y2="hi:Q", stroke=_colour(), tooltip="tip:N")
    )
    layers = alt.layer(scales.reference("y"), band, line, dots, only_bounds)
    return layers.add_params(top, unit, *scales.first_and_last(), *scales.units()).properties(
        height=280
    )


def _colour() -> Any:
    """The colour of a series: one of the palette's by its slot."""
    import altair as alt

    colours = [f"var(--c{slot})" for slot in range(COLOURS)]
    scale = alt.Scale(domain=[*range(COLOURS)], range=colours)
    return {"field": "slot", "type": "ordinal", "legend": None, "scale": scale.to_dict()}
