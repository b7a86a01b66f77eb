"""One statistical table of a mineral: its figures, editions and printed cells.

Belongs here: a panel of a mineral's page.
Does not belong here: what several tables of a mineral have in common (`mineral.py`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import figures, layers, queries
from orchestration.copies.site.colours import largest_of
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.figures import Figure
from orchestration.copies.site.pages import findings
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.packed import table_address
from orchestration.copies.site.pages.world import world_of
from orchestration.copies.site.words import number, percent, quantity, share, span

_TWO = 2
_MOST_REVISED = 12
_A_TENTH = 0.1
_SHARES = ("bars", "area", "tonnes", "map")  # of a world that may leave somebody out
_STILL = 560  # pixels of one of two columns


def build_panel(context: Context, number_of: int, rows: list[Row], indices: list[Row]) -> Row:
    """A table's panel.

    Args:
        context: facts and labels.
        number_of: place on the page; part of the ids.
        rows: every row of the table, all years and editions.
        indices: its concentration by year and edition.
    """
    latest = [row for row in rows if row["is_latest_vintage"]]
    year = max(row["year"] for row in latest)
    newest = [row for row in latest if row["year"] == year]
    key = {name: rows[0][name] for name in ("mineral_id", "source_id", "stage", "form")}
    maker = _Maker(context, f"t{number_of}", key, latest, newest, year)
    index = next((i for i in indices if i["is_latest_vintage"] and i["year"] == year), None)
    charts = [
        maker.bars(index),
        maker.area(),
        maker.tonnes(),
        maker.map(),
        maker.trend(indices),
        maker.editions(rows),
    ]
    return {
        "id": f"t{number_of}",
        "table": f"{rows[0]['stage']}-{rows[0]['form']}",
        "name": context.table_name(rows[0]),
        "counted": context.counted(rows[0]),
        "source": context.facts.edition_name(newest[0]["edition_id"]),
        "year": year,
        "figures": [chart for chart in charts if chart],
        "cells": [_cell(context, row) for row in rows],
        "years": sorted({row["year"] for row in rows}, reverse=True),
        "cells_sql": queries.text("shares", **key),
        "file": "-".join(key.values()),
        "explore": f"show=share&as=lines&tables={table_address(key)}",
        "revisions": _revisions(context, key),
        "no_world": index["no_world_because"] if index else None,
        "world": world_of(context, key, year, newest),
    }


class _Maker:
    """The figures of one table."""

    def __init__(
        self,
        context: Context,
        panel: str,
        key: dict[str, str],
        latest: list[Row],
        newest: list[Row],
        year: int,
    ) -> None:
        self.context, self.panel, self.key = context, panel, key
        self.latest, self.newest, self.year = latest, newest, year
        self.say = context.say
        # the first table's first charts are in the page as pictures
        self.still = _STILL if panel == "t1" else 0
        self.largest = {c: context.colours[c] for c in largest_of(newest)}
        self.credit = context.credit(newest[0])
        self.leaders = sorted(
            (r for r in newest if r["share_rank"]), key=lambda r: (r["share_rank"], r["country_id"])
        )

    def _figure(self, kind: str, alternative: str, sql: str, **more: Any) -> Figure:
        name = more.pop("name", kind)
        parts = more.pop("parts", {})
        if name in _SHARES:
            alternative += findings.own_world(self.context, more.pop("of", self.newest))
        return Figure(
            id=f"{self.panel}-{name}",
            kind=kind,
            title=more.pop("title", None) or self.say(f"figure.{name}", year=self.year, **parts),
            alternative=alternative,
            source=more.pop("source", self.credit),
            sql=sql,
            **more,
        )

    def bars(self, index: Row | None) -> Figure | None:
        chart = figures.share_bars(self.newest, self.say)
        if not chart["data"]["rows"]:
            return None
        first = [f"{r['country_name']} {share(r, self.say).text}" for r in self.leaders[:3]]
        alternative = self.say("alternative.bars", leaders=", ".join(first), year=self.year)
        alternative += figures.marks_text(chart, self.say)
        if index and (index["residual_share_pct"] or 0) >= _A_TENTH:
            alternative += " " + self.say(
                "alternative.rest", rest=percent(index["residual_share_pct"], self.say)
            )
        sql = queries.text("shares", **self.key, is_latest_vintage=True, year=self.year)
        title = findings.of_bars(self.context, self.leaders, self.year)
        return self._figure("bars", alternative, sql, title=title, still=self.still, **chart)

    def area(self) -> Figure | None:
        rows = layers.share_area(self.latest, self.largest, self.say)
        years = sorted({row["year"] for row in rows})
        if len(years) < _TWO or not self.largest:
            return None
        leader = self.leaders[0]
        then = self._then(leader, years[0])
        alternative = self.say(
            "alternative.area",
            country=leader["country_name"],
            first=years[0],
            then=share(then, self.say).text if then else self.say("share.none"),
            last=years[-1],
            now=share(leader, self.say).text,
        )
        title = findings.of_area(self.context, leader, then)
        return self._stacked("area", title, alternative, rows, still=self.still)

    def tonnes(self) -> Figure | None:
        """Output in tonnes, of what the table counts."""
        rows = layers.tonnes_area(self.latest, self.largest, self.say)
        years = sorted({row["year"] for row in rows})
        if len(years) < _TWO or not self.largest:
            return None
        world = {y: sum(row["tonnes"] for row in rows if row["year"] == y) for y in years}
        alternative = self.say(
            "alternative.tonnes",
            first=years[0],
            then=number(world[years[0]], self.say),
            last=years[-1],
            now=number(world[years[-1]], self.say),
            counted=self.context.counted(self.newest[0]),
        )
        signals = {"top": max(world.values()) * 1.04}
        title = findings.of_tonnes(self.context, world)
        return self._stacked("tonnes", title, alternative, rows, signals)

    def _then(self, leader: Row, year: int) -> Row | None:
        same = (r for r in self.latest if r["country_id"] == leader["country_id"])
        return next((r for r in same if r["year"] == year), None)

    def _stacked(
        self,
        name: str,
        title: str,
        alternative: str,
        rows: list[Row],
        signals: Row | None = None,
        *,
        still: int = 0,
    ) -> Figure:
        return self._figure(
            name,
            alternative,
            queries.text("shares", **self.key, is_latest_vintage=True),
            title=title,
            data={"rows": rows},
            signals={**figures.years_of(rows), **(signals or {})},
            legend=layers.area_legend(rows, "share" if name == "area" else name),
            source=self._all_editions(),
            still=still,
            of=self.latest,
        )

    def map(self) -> Figure | None:
        data = figures.map_rows(self.newest, self.context.points, self.say)
        if not any(row["shade"] != figures.NOT_ATTRIBUTED for row in data["rows"]):
            return None
        soft = sorted(r["country_name"] for r in self.newest if _withheld(r))
        alternative = self.say.count(
            "alternative.map", len(data["rows"]) - len(soft), year=self.year
        )
        if soft:
            alternative += " " + self.say("alternative.map_soft", countries=", ".join(soft))
        sql = queries.text("shares", **self.key, is_latest_vintage=True, year=self.year)
        return self._figure(
            "map", alternative, sql, data=data, legend=figures.map_legend(self.say, data["rows"])
        )

    def trend(self, indices: list[Row]) -> Figure | None:
        chart = figures.trend_rows(indices, self.context.short_edition, self.say)
        points = chart["data"]["rows"]
        if len(points) < _TWO:
            return None
        alternative = findings.trend_text(self.context, points)
        if chart["data"]["earlier"]:
            alternative += " " + self.say("alternative.hollow")
        sql = queries.text("concentration", **self.key)
        more = {"title": findings.of_trend(self.context, points), "source": self._all_editions()}
        legend = figures.trend_legend(chart, self.say)
        return self._figure("trend", alternative, sql, legend=legend, **more, **chart)

    def editions(self, rows: list[Row]) -> Figure | None:
        """The newest year that two editions print, side by side."""
        by_year = {
            year: sorted({r["edition_id"] for r in of_year}, key=self._published)
            for year, of_year in grouped(rows, "year").items()
        }
        twice = [year for year, editions in by_year.items() if len(editions) >= _TWO]
        if not twice:
            return None
        year = max(twice)
        editions = by_year[year][:3]
        series = [
            [r for r in rows if r["year"] == year and r["edition_id"] == edition]
            for edition in editions
        ]
        names = [self.context.short_edition(edition) for edition in editions]
        chart = figures.dot_rows(series, "quantity_tonnes", self.say, names)
        if not chart["data"]["rows"]:
            return None
        sql = queries.text("shares", **self.key, year=year)
        return self._figure(
            "editions",
            self.say("alternative.editions", year=year, editions=", ".join(names)),
            sql,
            parts={"printed": year},
            source=f"{', '.join(names)}, {self.context.table_inline(rows[0])}, {year}",
            legend=[(f"s{slot}", name) for slot, name in enumerate(names)],
            **chart,
        )

    def _published(self, edition_id: str) -> str:
        return str(self.context.facts.editions[edition_id]["published_on"] or edition_id)

    def _all_editions(self) -> str:
        used = sorted({row["edition_id"] for row in self.latest}, key=self._published)
        names = [self.context.short_edition(edition) for edition in used]
        return self.say("figure.newest_editions", editions=", ".join(names))


def _withheld(row: Row) -> bool:
    return row["share_pct"] is None and bool(row["share_max_pct"]) and not row["is_residual"]


def _cell(context: Context, row: Row) -> Row:
    return {
        **row,
        "edition": context.short_edition(row["edition_id"]),
        "shown": quantity(row, context.say),
        "share": share(row, context.say),
        "range": _range(context, row),
        "next": span(row["next_min_pct"], row["next_max_pct"], context.say),
        "status": context.say.word("status", row["value_status"]),
    }


def _range(context: Context, row: Row) -> str:
    """The bounds as the publisher counts, and with everybody where somebody is left out."""
    counted = span(row["share_min_pct"], row["share_max_pct"], context.say)
    if not row["excludes"]:
        return counted
    everybody = span(row["share_all_min_pct"], row["share_all_max_pct"], context.say)
    return (
        counted
        if everybody == counted
        else context.say("share.both", counted=counted, everybody=everybody)
    )


def _revisions(context: Context, key: dict[str, str]) -> list[Row]:
    ours = context.facts.of("revisions", "mineral_id").get(key["mineral_id"], [])
    changed = [
        row
        for row in ours
        if all(row[name] == value for name, value in key.items()) and row["change_pct"]
    ]
    largest = sorted(changed, key=lambda r: (-abs(r["to_tonnes"] - r["from_tonnes"]), r["year"]))
    return [
        {
            **row,
            "from_edition": context.short_edition(row["from_edition_id"]),
            "to_edition": context.short_edition(row["to_edition_id"]),
        }
        for row in largest[:_MOST_REVISED]
    ]
