"""Measures of a whole build: recomputed from the published rows by other means, beside known facts.

The recomputation knows the definitions, not the SQL: plain loops over one table-year at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.slow

TABLE_YEAR = "edition_id, mineral_id, stage, form, year"
Key = tuple[object, ...]


@dataclass(frozen=True)
class Row:
    """One listed row of a publisher's table: its quantity and what the print allows."""

    country_id: str
    quantity: float | None
    least: float | None
    most: float | None
    status: str
    is_residual: bool

    @property
    def is_named_known(self) -> bool:
        return self.quantity is not None and not self.is_residual

    @property
    def is_open(self) -> bool:
        return self.most is None and self.status != "included_elsewhere"


@dataclass(frozen=True)
class World:
    """A printed total: null quantity and least for one that is not known."""

    quantity: float | None
    least: float | None
    most: float | None


NO_TOTAL = World(None, None, None)


@pytest.fixture(scope="module")
def built(built_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(built: duckdb.DuckDBPyConnection) -> dict[Key, list[Row]]:
    """The listed rows of each table-year."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for *key, country, quantity, least, most, status, residual in built.execute(
        f"""
        select {TABLE_YEAR}, country_id, quantity_tonnes, quantity_min_tonnes,
            quantity_max_tonnes, value_status, is_residual
        from marts.fct_production inner join marts.dim_country using (country_id)
        -- a country that the total leaves out has no share of what the publisher counts
        where world_tonnes is null or share_min_pct is not null
        """  # noqa: S608
    ).fetchall():
        found[tuple(key)].append(Row(country, quantity, least, most, status, residual))
    return found


@pytest.fixture(scope="module")
def worlds(built: duckdb.DuckDBPyConnection) -> dict[Key, World]:
    """The printed total of each table-year that has one."""
    rows = built.execute(
        f"""
        select {TABLE_YEAR}, printed_tonnes, printed_min_tonnes, printed_max_tonnes
        from marts.fct_world_total
        """  # noqa: S608
    ).fetchall()
    return {tuple(row[:5]): World(*row[5:]) for row in rows}


def world_of(rows: list[Row], printed: World) -> float:
    known = sum(row.quantity or 0 for row in rows)
    return max(known, printed.quantity or printed.least or 0)


def is_open_above(rows: list[Row], printed: World) -> bool:
    return printed.most is None and (printed.least is not None or any(row.is_open for row in rows))


def largest_residual(rows: list[Row], printed: World) -> float:
    if is_open_above(rows, printed):
        return 100
    named = sum(row.least or 0 for row in rows if row.is_named_known)
    rest = sum(row.most or 0 for row in rows if not row.is_named_known)
    world = max(printed.most or 0, named + rest)
    share_of_named = sum(row.quantity or 0 for row in rows if row.is_named_known)
    at_face_value = 1 - share_of_named / world_of(rows, printed)
    return 100 * max(0, at_face_value, 1 - named / world if world else 1)


def bounds_of(row: Row, rows: list[Row], printed: World) -> tuple[float, float]:
    """Least and largest share, in percent, before they are widened to hold the share."""
    others = [other for other in rows if other is not row]
    least, most = row.least or 0, row.most
    smallest_world = max(printed.least or 0, (most or 0) + sum(o.least or 0 for o in others))
    largest_world = max(printed.most or 0, least + sum(o.most or 0 for o in others))
    low = 0 if is_open_above(rows, printed) or not least else 100 * least / largest_world
    if most is None:
        return low, largest_residual(rows, printed)
    return low, 100 * most / smallest_world if most else 0


def expected_shares(
    rows: list[Row], printed: World
) -> dict[str, tuple[float | None, float, float]]:
    """Share, least and largest share of each country of one table-year."""
    world = world_of(rows, printed)
    found = {}
    for row in rows:
        share = None if row.quantity is None else 100 * row.quantity / world
        low, high = bounds_of(row, rows, printed)
        low = low if share is None else min(low, share)
        # the publisher divides by its rounded total, should the rows add up to more
        printed_share = 100 * (row.quantity or 0) / min(world, printed.quantity or world)
        high = min(100, max(high, low if share is None else printed_share))
        found[row.country_id] = (share, low, high)
    return found


def test_shares_and_their_bounds_follow_from_the_printed_figures(
    built: duckdb.DuckDBPyConnection, tables: dict[Key, list[Row]], worlds: dict[Key, World]
) -> None:
    published: dict[Key, dict[str, tuple[float | None, float, float]]] = defaultdict(dict)
    for *key, country, share, low, high in built.execute(
        f"""
        select {TABLE_YEAR}, country_id, share_pct, share_min_pct, share_max_pct
        from marts.fct_country_share where world_tonnes > 0 and share_min_pct is not null
        """  # noqa: S608
    ).fetchall():
        published[tuple(key)][country] = (share, low, high)
    assert len(published) > 600
    for key, shares in published.items():
        expected = expected_shares(tables[key], worlds.get(key, NO_TOTAL))
        for country, measures in shares.items():
            assert measures == pytest.approx(expected[country], abs=2e-6), (key, country)


def test_indices_follow_from_the_shares(
    built: duckdb.DuckDBPyConnection, tables: dict[Key, list[Row]], worlds: dict[Key, World]
) -> None:
    indices = built.execute(
        f"select {TABLE_YEAR}, hhi, hhi_min, hhi_max from marts.fct_concentration"  # noqa: S608
        " where hhi is not null"
    ).fetchall()
    assert len(indices) > 600
    for *key, hhi, hhi_min, hhi_max in indices:
        rows, printed = tables[tuple(key)], worlds.get(tuple(key), NO_TOTAL)
        shares = expected_shares(rows, printed)
        named = [shares[row.country_id] for row in rows if row.is_named_known and row.quantity]
        rest = largest_residual(rows, printed)
        assert hhi == pytest.approx(sum((s or 0) ** 2 for s, _, _ in named), abs=0.01), key
        assert hhi_min == pytest.approx(sum(low**2 for _, low, _ in named), abs=0.01), key
        highest = min(10_000, sum(high**2 for _, _, high in named) + rest**2)
        assert hhi_max == pytest.approx(highest, abs=0.01), key


@pytest.mark.parametrize(
    ("mineral", "stage", "release", "year", "leader", "share"),
    [
        ("cobalt", "mine", "usgs_mcs_2025", 2024, "COD", 76),
        ("rare_earths", "mine", "usgs_mcs_2025", 2024, "CHN", 69),
        ("niobium", "mine", "usgs_mcs_2025", 2024, "BRA", 91),
        ("platinum", "mine", "usgs_mcs_2025", 2024, "ZAF", 71),
        ("gallium", "refinery", "usgs_mcs_2026", 2024, "CHN", 99),
        ("nickel", "mine", "usgs_mcs_2025", 2024, "IDN", 59),
        ("lithium", "mine", "usgs_mcs_2025", 2024, "AUS", 37),
        ("uranium", "mine", "wmd_2026", 2024, "KAZ", 38),
        ("germanium", "refinery", "wmd_2026", 2024, "CHN", 93),
    ],
)
def test_leading_countries_are_those_that_everybody_knows(
    built: duckdb.DuckDBPyConnection,
    mineral: str,
    stage: str,
    release: str,
    year: int,
    leader: str,
    share: float,
) -> None:
    found = built.execute(
        """
        select top1_country_id, top1_share_pct from marts.fct_concentration
        where mineral_id = $mineral and stage = $stage and form = 'all'
            and edition_id = $release and year = $year
        """,
        {"mineral": mineral, "stage": stage, "release": release, "year": year},
    ).fetchone()
    assert found == (leader, pytest.approx(share, abs=1))


def test_no_country_passes_for_the_world_where_the_total_is_not_known(
    built: duckdb.DuckDBPyConnection,
) -> None:
    found = built.execute(
        """
        select distinct mineral_id, hhi, top1_country_id from marts.fct_concentration
        where mineral_id in ('stone_crushed', 'stone_dimension', 'sand_and_gravel_construction')
        """
    ).fetchall()
    assert len(found) == 3
    assert all(row[1:] == (None, None) for row in found)


@pytest.mark.parametrize(
    ("mineral", "form", "before", "after"),
    [
        ("titanium", "sponge", 14_000, 19_000),
        ("rhenium", "all", 0.5, 1.5),
        ("antimony", "all", 40, 800),
        ("magnesium", "all", 20_000, 15_000),
    ],
)
def test_kazakhstans_2024_changed_between_two_editions(
    built: duckdb.DuckDBPyConnection, mineral: str, form: str, before: float, after: float
) -> None:
    found = built.execute(
        """
        select from_tonnes, to_tonnes, is_beyond_rounding from marts.fct_revision
        where country_id = 'KAZ' and year = 2024 and mineral_id = $mineral and form = $form
            and from_edition_id = 'usgs_mcs_2025' and to_edition_id = 'usgs_mcs_2026'
        """,
        {"mineral": mineral, "form": form},
    ).fetchall()
    assert found == [(before, after, True)]


def test_firmness_uses_all_its_grades(built: duckdb.DuckDBPyConnection) -> None:
    """Of the newest year of the largest source: a rule that always says the same says nothing."""
    found = built.execute(
        """
        select firmness, count(*) from marts.fct_concentration
        where is_latest_vintage and hhi is not null and edition_id = 'usgs_mcs_2026' and year = 2025
        group by all
        """
    ).fetchall()
    assert {name for name, count in found if count >= 10} == {"firm", "soft", "weak"}
    assert max(count for _, count in found) < 0.6 * sum(count for _, count in found)
