"""The kinds of chart, written with Altair and compiled to Vega once per site.

Belongs here: what a kind of chart looks like; pages hand over rows and a few signals.
Does not belong here: rows, words, or the script that draws (`static/site.js`).

Colours are variables of the style sheet, so that light and dark need no second drawing; what is
soft (withheld, unknown, a range) is filled with the pattern `#hatch` of the page.
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import lines, scales
from orchestration.copies.site.colours import COLOURS

Spec = dict[str, Any]

_SHADES = 6
_LETTER = 6.4  # pixels of a letter or digit in the size of charts
_FONT = (
    '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, system-ui, '
    "sans-serif"
)


def specs() -> dict[str, Spec]:
    """Every kind of chart as Vega, by name."""
    import vl_convert

    kinds = {
        "bars": _bars(),
        "area": _area(),
        "tonnes": _area(whole=False),
        "trend": _trend(),
        "dots": _dots(),
        "editions": _dots(log=True),
        "map": _map(),
        "lines": lines.series_by_year(),
    }
    compiled: dict[str, Spec] = {
        name: vl_convert.vegalite_to_vega(_dressed(kind)) for name, kind in kinds.items()
    }
    _fit_globe(compiled["map"])
    _leave_room(compiled["bars"])
    return compiled


def _fit_globe(spec: Spec) -> None:
    """Give the map a height that follows its width, which Vega-Lite cannot say.

    Without Antarctica an equal-earth globe of width 1 is 0.43 high, its equator at 0.245.
    """
    spec.pop("height")
    spec["signals"].append({"name": "height", "update": "round(width * 0.43)"})
    projection = spec["projections"][0]
    projection.pop("fit", None)
    projection.pop("size", None)
    projection["scale"] = {"signal": "width / 5.5"}
    projection["translate"] = [{"signal": "width / 2"}, {"signal": "width * 0.245"}]
    projection["rotate"] = [-11, 0]  # or the east of Siberia stands left of Alaska


def _leave_room(spec: Spec) -> None:
    """End the scale of bars where their numbers still fit, at any width.

    Vega makes room for axes but not for marks. A number that the line of the cap would cross stands
    behind the line. Where the words of a soft bar are longer than the room beside it, they move
    onto its hatching rather than out of the chart.
    """
    across = next(scale for scale in spec["scales"] if scale["name"] == "x")
    across["range"] = [0, {"signal": "max(width - room, 20)"}]
    text = next(mark for mark in spec["marks"] if mark["type"] == "text")
    place = text["encode"]["update"]
    place.pop("dx", None)
    beside = "scale('x', datum.end) + 7"
    widest = f"length(datum.label) * {_LETTER}"
    cap = "(length(data('lines')) ? scale('x', data('lines')[0].at) : -1)"
    is_crossed = f"{cap} > {beside} - 4 && {cap} < {beside} + {widest}"
    place["x"] = {"signal": f"max(0, min({is_crossed} ? {cap} + 6 : {beside}, width - {widest}))"}


def script() -> str:
    """Vega and its embedder as one script without imports; sets `vegaEmbed`."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    # a scope of its own: the bundle's names are no business of the page
    return f"(() => {{\n{bundle}\n}})();\n"


def _dressed(chart: Any) -> Spec:
    """The chart's specification with the site's type and lines."""
    axis = {
        "labelColor": "var(--ink-2)",
        "labelFontSize": 12,
        "labelPadding": 6,
        "titleColor": "var(--ink-2)",
        "domain": False,
        "ticks": False,
        "gridColor": "var(--line)",
        "labelLimit": 240,
    }
    spec: Spec = chart.to_dict()
    spec["config"] = {
        "font": _FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"labelColor": "var(--ink)"},
        "text": {"fontSize": 12, "fill": "var(--ink-2)"},
    }
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["width"] = "container"
    return spec


def _bars() -> Any:
    """Horizontal bars `a` to `b`, whiskers `lo` to `hi`; hatched where `soft`."""
    import altair as alt

    unit = alt.param(name="unit", value="%")
    top = alt.param(name="top", value=100)
    room = alt.param(name="room", value=50)
    rows = alt.Chart(alt.NamedData(name="rows"))
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(grid=False))
    soft = "datum.soft"
    bar = rows.mark_bar(height={"band": 0.62}, cornerRadius=1).encode(
        y=y,
        x=scales.across("a:Q", "unit"),
        x2="b:Q",
        fill=alt.condition(soft, alt.value("url(#hatch)"), alt.value("var(--bar)")),
        stroke=alt.condition(soft, alt.value("var(--soft-line)"), alt.value(None)),
        tooltip="tip:N",
    )
    whisker = rows.mark_rule(stroke="var(--ink)", strokeWidth=1.4).encode(
        y=y,
        x="lo:Q",
        x2="hi:Q",
        opacity=alt.condition(soft, alt.value(0), alt.value(0.75)),
        tooltip="tip:N",
    )
    text = rows.mark_text(align="left", dx=7).encode(y=y, x="end:Q", text="label:N")
    line = scales.reference("x")
    layers = alt.layer(line, bar, whisker, text)
    return layers.add_params(unit, top, room, *scales.units()).properties(height=alt.Step(25))


def _dots(*, log: bool = False) -> Any:
    """One line per name, one dot per series at `x`, its bounds behind it.

    On a logarithmic scale a revision by a tenth is as long for a small producer as for a large one.
    """
    import altair as alt

    unit = alt.param(name="unit", value="%")
    top = alt.param(name="top", value=100)
    rows = alt.Chart(alt.NamedData(name="rows"))
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(grid=False))
    span = rows.mark_rule(stroke="var(--line-2)", strokeWidth=1.5).encode(
        y=y, x=scales.across("from:Q", "unit", log=log), x2="to:Q"
    )
    bounds = rows.mark_rule(strokeWidth=7, opacity=0.28, strokeCap="round").encode(
        y=y, x="lo:Q", x2="hi:Q", stroke=scales.series()
    )
    dot = rows.mark_point(size=95, filled=True, opacity=1, stroke="var(--paper)").encode(
        y=y,
        x="x:Q",
        fill=scales.series(),
        shape=alt.Shape(
            "slot:O",
            legend=None,
            scale=alt.Scale(domain=[0, 1, 2, 3], range=["circle", "diamond", "square", "cross"]),
        ),
        tooltip="tip:N",
    )
    layers = [span, bounds, dot] if log else [scales.reference("x"), span, bounds, dot]
    bottom = [alt.param(name="bottom", value=1)] if log else []
    params = [unit, top, *bottom, *scales.units()]
    return alt.layer(*layers).add_params(*params).properties(height=alt.Step(27))


def _area(*, whole: bool = True) -> Any:
    """What countries make, stacked by year: shares to 100, or tonnes to `top`.

    A row's `colour` is a country's, the one of the other countries, or what is not attributed.
    """
    import altair as alt

    places = [f"c{place}" for place in range(COLOURS)]
    fills = [*(f"var(--{place})" for place in places), "var(--rest)", "url(#hatch)"]
    shares = alt.Y(
        "share:Q",
        stack="zero",
        title=None,
        scale=alt.Scale(domain=[0, 100], clamp=True),
        axis=alt.Axis(labelExpr="datum.value + percent", values=[0, 25, 50, 75, 100]),
    )
    top = [] if whole else [alt.param(name="top", value=100)]
    return (
        alt.Chart(alt.NamedData(name="rows"))
        .mark_area(stroke="var(--paper)", strokeWidth=0.8)
        .encode(
            x=scales.years(),
            y=shares if whole else scales.up("tonnes:Q", "'t'").stack("zero"),
            fill=alt.Fill(
                "colour:N",
                legend=None,
                scale=alt.Scale(domain=[*places, "rest", "hatched"], range=fills),
            ),
            detail="name:N",
            order="order:Q",
            tooltip="name:N",
        )
        .add_params(*top, *scales.first_and_last(), *scales.units())
        .properties(height=280)
    )


def _trend() -> Any:
    """An index over years within its bands; what earlier editions gave as hollow dots."""
    import altair as alt

    top = alt.param(name="top", value=10000)
    rows = alt.Chart(alt.NamedData(name="rows"))
    earlier = alt.Chart(alt.NamedData(name="earlier"))
    y = alt.Y(
        "lo:Q",
        title=None,
        scale=alt.Scale(domain=[0, alt.ExprRef(expr="top")], nice=False),
        axis=alt.Axis(format=",d", tickCount=5),
    )
    band = rows.mark_area(fill="var(--band)", stroke="var(--soft-line)", strokeWidth=0.6).encode(
        x=scales.years(), y=y, y2="hi:Q"
    )
    wider = alt.Chart(alt.NamedData(name="everybody")).mark_area(
        fill="url(#hatch)", stroke="var(--soft-line)", strokeWidth=0.6
    )
    everybody = wider.encode(x=scales.years(), y="all_lo:Q", y2="all_hi:Q")
    line = rows.mark_line(stroke="var(--bar)", strokeWidth=2.4).encode(x=scales.years(), y="hhi:Q")
    dots = rows.mark_point(filled=True, size=70, opacity=1, fill="var(--bar)").encode(
        x=scales.years(), y="hhi:Q", tooltip="tip:N"
    )
    hollow = earlier.mark_point(size=60, stroke="var(--ink-2)", fill="var(--paper)").encode(
        x=scales.years(), y="hhi:Q", tooltip="tip:N"
    )
    layers = alt.layer(everybody, band, scales.reference("y"), line, hollow, dots)
    return layers.add_params(top, *scales.first_and_last()).properties(height=260)


def _map() -> Any:
    """Countries shaded by class; dots for those too small to see."""
    import altair as alt

    shades = [f"var(--m{shade})" for shade in range(_SHADES)]
    scale = alt.Scale(
        domain=[*range(_SHADES), 9, 10], range=[*shades, "url(#hatch)", "var(--land)"]
    )
    fill = alt.Fill("shade:O", legend=None, scale=scale)
    shapes = alt.NamedData(
        name="world", format=alt.TopoDataFormat(type="topojson", feature="countries")
    )
    looked_up = alt.LookupData(data=alt.NamedData(name="rows"), key="id", fields=["shade", "tip"])
    land = (
        alt.Chart(shapes)
        .transform_lookup(lookup="id", from_=looked_up)
        .transform_calculate(shade="isValid(datum.shade) ? datum.shade : 10")
        .mark_geoshape(stroke="var(--paper)", strokeWidth=0.5)
        .encode(fill=fill, tooltip="tip:N")
    )
    dots = (
        alt.Chart(alt.NamedData(name="points"))
        .mark_circle(size=70, stroke="var(--ink)", strokeWidth=0.8, opacity=1)
        .encode(longitude="lon:Q", latitude="lat:Q", fill=fill, tooltip="tip:N")
    )
    layers = alt.layer(land, dots).project(type="equalEarth")
    return layers.properties(height=300)
