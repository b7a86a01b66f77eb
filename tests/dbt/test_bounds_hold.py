"""Bounds hold: whatever the printed text allows stays inside them, in both worlds.

An adversary picks a table-year, puts every figure anywhere within what is printed, hides the rest
of the world behind one country or spreads it thin, and gives countries that the total leaves out
any output that the other printed figures allow. No SQL of the measures is used: who is left out and
what bounds it is found here anew, from the published rows.

Belongs here: properties of bounds over the whole build.
Does not belong here: what the measures are on printed figures (`test_measures_as_built.py`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow

WHO = {
    "United States": ("USA",),
    "part of the United States": ("USA",),
    "China": ("CHN",),
    "China and the United States": ("CHN", "USA"),
    "Chile and Mexico": ("CHL", "MEX"),
}
TRADED = {("bromine", "plant"): "elemental_bromine_and_compounds", ("iodine", "mine"): "all"}
ANYTHING = 1000.0  # times the publisher's world: as good as open
SAYS_NOTHING = ("withheld", "not_available", "blank_unexplained", "word")
CLOSE = 2e-6  # shares are rounded to six places
INDEX_CLOSE = 0.05

Row = dict[str, Any]
Range = tuple[float, float | None]


@dataclass(repr=False)
class Table:
    """One table-year: its rows, its index and total, and what bounds those whom it leaves out."""

    index: Row
    rows: list[Row] = field(default_factory=list)
    left_out: dict[str, Range] = field(default_factory=dict)

    @property
    def is_part(self) -> bool:
        return str(self.index["excludes"]).startswith("part of")

    def __repr__(self) -> str:
        return str(self.index["table_id"])

    def counts(self, row: Row) -> bool:
        return self.is_part or row["country_id"] not in self.left_out


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    found = connection.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def witness(rows: list[Row], table: Row, country: str) -> Range:
    """What the printed figures say about a country that a total leaves out."""
    said = [
        row
        for row in rows
        if row["country_id"] == country
        and all(row[name] == table[name] for name in ("mineral_id", "stage", "form", "year"))
        and row["basis"] == table["basis"]
        and (row["quantity_min_tonnes"], row["quantity_max_tonnes"]) != (None, None)
    ]
    output = [row for row in said if row["kind"] == "output"]
    for nearest in (
        [row for row in output if row["table_id"] == table["table_id"]],
        [row for row in output if row["source_id"] == table["source_id"]],
        output,
        [{**row, "quantity_min_tonnes": 0.0} for row in said if row["kind"] == "capacity"],
    ):
        if nearest:
            highest = [row["quantity_max_tonnes"] for row in nearest]
            return (
                min(row["quantity_min_tonnes"] or 0.0 for row in nearest),
                None if None in highest else max(highest),
            )
    return 0.0, None


def implied(salient: list[Row], table: Row) -> Range:
    """Output that imports, exports and net import reliance leave, by the newest edition's rows."""
    form = TRADED.get((table["mineral_id"], table["stage"]))
    said = [
        row
        for row in salient
        if (row["mineral_id"], row["year"]) == (table["mineral_id"], table["year"])
    ]
    for reliance in said:
        if reliance["has_stock_term"] is not False or not form or not reliance["value_max"]:
            continue
        trade = {
            row["statistic"]: row
            for row in said
            if (row["edition_id"], row["form"]) == (reliance["edition_id"], form)
            and row["unit"] == "tonnes"
        }
        low, high = reliance["value_min"] / 100, reliance["value_max"] / 100
        net = trade["imports"]["value_min"] - trade["exports"]["value_max"]
        most = trade["imports"]["value_max"] - trade["exports"]["value_min"]
        upper = None if low == 0 else most * (1 - low) / low
        return max(0.0, net) * (1 - high) / high, upper
    return 0.0, None


@pytest.fixture(scope="module")
def tables(built_warehouse: Path) -> list[Table]:
    """Every table-year that has an index, those that leave somebody out first."""
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        indices = rows_of(
            connection,
            """
            select c.*, w.printed_min_tonnes, w.printed_max_tonnes
            from marts.fct_concentration as c left join marts.fct_world_total as w
                using (edition_id, mineral_id, stage, form, year)
            where c.hhi is not null
            """,
        )
        rows = rows_of(
            connection,
            """
            select p.*, c.is_residual, 'output' as kind
            from marts.fct_production as p inner join marts.dim_country as c using (country_id)
            """,
        )
        salient = rows_of(connection, "select * from marts.fct_us_salient")
        capacity = rows_of(connection, "select *, 'capacity' as kind from marts.fct_capacity")
    found = {index["table_id"]: Table(index) for index in indices}
    by_country = defaultdict(list)
    for row in rows:
        if row["table_id"] in found:
            found[row["table_id"]].rows.append(row)
        by_country[row["country_id"]].append(row)
    for row in capacity:
        by_country[row["country_id"]].append(row)
    for table in found.values():
        for country in WHO.get(table.index["excludes"], ()):
            part = table.is_part
            bounds = (0.0, None) if part else witness(by_country[country], table.index, country)
            if bounds == (0.0, None) and country == "USA" and not part:
                bounds = implied(salient, table.index)
            table.left_out[country] = bounds
    return sorted(found.values(), key=lambda table: not table.left_out)


def between(low: float, high: float, part: float) -> float:
    return low + (high - low) * part


def is_open(row: Row) -> bool:
    return row["quantity_max_tonnes"] is None and row["value_status"] != "included_elsewhere"


def allocate(data: st.DataObject, table: Table) -> tuple[dict[str, float], float, bool]:
    """Output of each row, the publisher's world, and whether the rest of it is one producer."""
    part = st.sampled_from((0.0, 0.0, 1.0, 1.0, 0.5, 0.31))
    index, made, open_rows = table.index, {}, []
    for row in filter(table.counts, table.rows):
        low, high = row["quantity_min_tonnes"] or 0.0, row["quantity_max_tonnes"]
        made[row["country_id"]] = low if high is None else between(low, high, data.draw(part))
        if is_open(row):
            open_rows.append(row["country_id"])
    known, low, high = sum(made.values()), index["printed_min_tonnes"], index["printed_max_tonnes"]
    if low is None and high is None:
        room = known * data.draw(st.sampled_from((0.0, 0.3, 5.0))) if open_rows else 0.0
    elif high is None:
        room = max(0.0, low * data.draw(st.sampled_from((1.0, 1.5, 9.0))) - known)
    else:
        room = max(0.0, between(low, high, data.draw(part)) - known)
    hides = data.draw(st.sampled_from((*open_rows, None)))
    if hides is not None:
        made[hides] += room
        room = 0.0
    return made, sum(made.values()) + room, data.draw(st.booleans())


def inside(low: float | None, value: float, high: float | None, close: float = CLOSE) -> bool:
    return low is not None and high is not None and low - close <= value <= high + close


def squares(table: Table, made: dict[str, float], rest: float, world: float, *, one: bool) -> float:
    """The index over countries; a residual and the rest are one producer or thin."""
    residual = {row["country_id"] for row in table.rows if row["is_residual"]}
    unnamed = rest + sum(tonnes for country, tonnes in made.items() if country in residual)
    named = [tonnes for country, tonnes in made.items() if country not in residual]
    return sum((100 * tonnes / world) ** 2 for tonnes in [*named, *([unnamed] if one else [])])


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_allocation_inside_the_printed_text_leaves_the_bounds(
    data: st.DataObject, tables: list[Table]
) -> None:
    leaving_out = sum(bool(table.left_out) for table in tables)
    assert leaving_out > 80
    which = data.draw(st.integers(0, leaving_out - 1) | st.integers(0, len(tables) - 1))
    table = tables[which]
    made, world, one = allocate(data, table)
    if world <= 0:
        return
    rest, index, where = world - sum(made.values()), table.index, table.index["table_id"]
    rows = {row["country_id"]: row for row in table.rows}
    for country, tonnes in made.items():
        row = rows[country]
        bounds = row["share_min_pct"], row["share_max_pct"]
        assert inside(bounds[0], 100 * tonnes / world, bounds[1]), (where, country, bounds)
    squared = squares(table, made, rest, world, one=one)
    assert inside(index["hhi_min"], squared, index["hhi_max"], INDEX_CLOSE), where

    everybody = dict(made)
    for country, (low, high) in table.left_out.items():
        upper = ANYTHING * world if high is None else high
        more = between(low, upper, data.draw(st.sampled_from((0.0, 1e-4, 1e-3, 0.02, 0.5, 1.0))))
        everybody[country] = everybody.get(country, 0.0) + more
    all_world = sum(everybody.values()) + rest
    for country, tonnes in everybody.items():
        if country in rows:
            low, high = rows[country]["share_all_min_pct"], rows[country]["share_all_max_pct"]
            assert inside(low, 100 * tonnes / all_world, high), (where, country, low, high)
    squared = squares(table, everybody, rest, all_world, one=one)
    assert inside(index["hhi_all_min"], squared, index["hhi_all_max"], INDEX_CLOSE), where
    if world <= (index["printed_max_tonnes"] or float("inf")):  # else the total denies its rows
        highest = index["world_all_max_tonnes"] or float("inf")
        assert index["world_all_min_tonnes"] * 0.999999 <= all_world <= highest * 1.000001, where


def test_a_left_out_country_has_no_place_in_the_publishers_world(tables: list[Table]) -> None:
    rows = [
        row
        for table in tables
        for row in table.rows
        if not table.counts(row) and row["value_status"] in SAYS_NOTHING
    ]
    assert len(rows) > 70
    assert {row["share_max_pct"] for row in rows} <= {None, 0.0}
    assert all(row["share_all_max_pct"] is not None for row in rows)
