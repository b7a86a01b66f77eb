"""Scales and reference lines that several kinds of chart share.

Belongs here: how a share, a mass, a year or a series becomes a place or a colour.
Does not belong here: whole charts (`charts.py`).
"""

from __future__ import annotations

from typing import Any


def units() -> list[Any]:
    """The words of axes, which the page sets in its language; numbers follow its `formatLocale`."""
    import altair as alt

    words = {"percent": "%", "million": "M", "thousand": "k"}
    return [alt.param(name=name, value=word) for name, word in words.items()]


def _written(unit: str) -> str:
    """A tick of percent or tonnes: d3 would write 1G where the numbers beside bars say 1,000M."""
    large = "format(datum.value / 1e6, ',.4~r') + million"
    middle = "format(datum.value / 1e3, ',.4~r') + thousand"
    small = "format(datum.value, ',.4~r')"
    tonnes = f"datum.value >= 1e6 ? {large} : datum.value >= 1e3 ? {middle} : {small}"
    return f"{unit} == '%' ? format(datum.value, '~r') + percent : ({tonnes})"


def across(field: str, unit: str, *, log: bool = False) -> Any:
    """A horizontal scale of shares or tonnes, its ticks above the plot."""
    import altair as alt

    top = alt.ExprRef(expr="top")
    scale = (
        alt.Scale(type="log", domain=[alt.ExprRef(expr="bottom"), top], nice=False)
        if log
        else alt.Scale(domain=[0, top], nice=False)
    )

    written = _written(unit)
    # of a logarithmic scale's many ticks those at 1, 2 and 5
    leading = "datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9))"
    round_one = f"indexof([1, 2, 5], round({leading} * 1000) / 1000) >= 0"
    if log:
        written = f"{round_one} ? ({written}) : ''"
    return alt.X(
        field,
        title=None,
        scale=scale,
        axis=alt.Axis(
            labelExpr=written,
            tickCount=4,
            orient="top",
            labelOverlap=True,
            gridOpacity={"condition": {"test": round_one, "value": 1}, "value": 0} if log else 1,
        ),
    )


def up(field: str, unit: str) -> Any:
    """A vertical scale from nothing to `top`: percent, tonnes, or points of an index."""
    import altair as alt

    return alt.Y(
        field,
        title=None,
        scale=alt.Scale(domain=[0, alt.ExprRef(expr="top")], nice=False, clamp=True),
        axis=alt.Axis(labelExpr=_written(unit), tickCount=5),
    )


def years() -> Any:
    """A scale of whole years between two signals."""
    import altair as alt

    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(
            domain=[alt.ExprRef(expr="first"), alt.ExprRef(expr="last")], zero=False, nice=False
        ),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=7, grid=False, labelOverlap=True),
    )


def first_and_last() -> list[Any]:
    """The signals of a scale of years."""
    import altair as alt

    return [alt.param(name="first", value=2000), alt.param(name="last", value=2001)]


def series() -> Any:
    """The colour of a series of dots."""
    import altair as alt

    colours = [f"var(--c{slot})" for slot in (0, 1, 2, 4)]
    scale = alt.Scale(domain=[0, 1, 2, 3], range=colours)
    return {"field": "slot", "type": "ordinal", "legend": None, "scale": scale.to_dict()}


def reference(axis: str) -> Any:
    """A dashed line across the plot at each row of `lines`, such as 60%."""
    import altair as alt

    lines = alt.Chart(alt.NamedData(name="lines"))
    rule = lines.mark_rule(stroke="var(--warn)", strokeDash=[4, 4], strokeWidth=1.2)
    return rule.encode(x="at:Q") if axis == "x" else rule.encode(y="at:Q")
