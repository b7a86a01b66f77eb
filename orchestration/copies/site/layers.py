"""What countries make, stacked by year: the largest with their colours, the others, the rest.

Belongs here: turning a table's rows into layers.
Does not belong here: other figures (`figures.py`).
"""

from __future__ import annotations

from orchestration.copies.site.data import Row
from orchestration.copies.site.labels import Labels

_WHOLE = 100.0
_SEEN = 1e-4  # of all layers of all years


def share_area(rows: list[Row], largest: dict[str, int], say: Labels) -> list[Row]:
    """Shares by year, stacked to 100; what no named country is known to make on top.

    Args:
        rows: a table's rows, the newest edition of each year.
        largest: colours of the countries that have a layer of their own, the largest first.
        say: texts of the language.
    """
    stacked = []
    for year in sorted({row["year"] for row in rows if row["share_pct"] is not None}):
        shares = {r["country_id"]: r["share_pct"] or 0.0 for r in _named(rows, year)}
        unknown = max(0.0, _WHOLE - sum(shares.values()))
        stacked += _layers(year, "share", shares, largest, unknown, rows, say)
    return stacked


def tonnes_area(rows: list[Row], largest: dict[str, int], say: Labels) -> list[Row]:
    """Tonnes by year, stacked to the world's; the part of no named country on top."""
    stacked = []
    for year in sorted({row["year"] for row in rows if row["world_tonnes"]}):
        named = _named(rows, year)
        tonnes = {r["country_id"]: r["quantity_tonnes"] or 0.0 for r in named}
        world = next(r["world_tonnes"] for r in rows if r["year"] == year and r["world_tonnes"])
        unknown = max(0.0, world - sum(tonnes.values()))
        stacked += _layers(year, "tonnes", tonnes, largest, unknown, rows, say)
    return stacked


def _named(rows: list[Row], year: int) -> list[Row]:
    return [r for r in rows if r["year"] == year and not r["is_residual"]]


def _layers(
    year: int,
    column: str,
    values: dict[str, float],
    largest: dict[str, int],
    unknown: float,
    rows: list[Row],
    say: Labels,
) -> list[Row]:
    names = {row["country_id"]: row["country_name"] for row in rows}
    rest = sum(value for country, value in values.items() if country not in largest)
    layers = [(names[c], f"c{place}", values.get(c, 0.0)) for c, place in largest.items()]
    layers += [
        (say("chart.rest"), "rest", rest),
        (say("chart.not_attributed"), "hatched", unknown),
    ]
    return [
        {"year": year, "name": name, "colour": colour, column: value, "order": place}
        for place, (name, colour, value) in enumerate(layers)
    ]


def area_legend(stacked: list[Row], column: str) -> list[tuple[str, str]]:
    """Swatches of the layers that are seen, the largest countries first."""
    most = sum(row[column] for row in stacked) or 1
    names = {row["name"]: row["colour"] for row in stacked}
    seen = {row["name"] for row in stacked if row[column] / most > _SEEN}
    return [(colour, name) for name, colour in names.items() if name in seen]
