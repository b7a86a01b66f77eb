"""What became of the printed cells in a whole build on the figures that ship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest


@pytest.fixture(scope="module")
def built(built_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return connection.execute(sql).fetchall()


@pytest.mark.slow
def test_every_cell_of_every_file_is_kept_once(built: duckdb.DuckDBPyConnection) -> None:
    delivered = rows(
        built,
        """
        select edition_id || '/' || file_name, count(*) from raw.usgs_mcs_cells group by 1
        union all
        select edition_id || '/' || file_name, count(*) from raw.wmd_cells group by 1
        union all
        select edition_id || '/' || file_name, count(*) from raw.iea_cells group by 1
        order by 1
        """,
    )
    kept = rows(
        built,
        "select source_file_id, count(*) from core.core_cell group by 1 order by 1",
    )
    assert delivered == kept


@pytest.mark.slow
@pytest.mark.parametrize(
    ("printed", "status"),
    [("W", "withheld"), ("NA", "not_available"), ("XX", "not_available"), ("—", "zero")],
)
def test_signs_keep_their_meaning(
    built: duckdb.DuckDBPyConnection, printed: str, status: str
) -> None:
    found = built.execute(
        """
        select distinct value_status from core.core_cell
        where value_as_printed = $printed
        """,
        {"printed": printed},
    ).fetchall()
    assert found == [(status,)]


@pytest.mark.slow
def test_only_a_printed_zero_is_zero(built: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        built,
        """
        select distinct value_as_printed from core.core_cell
        where value_status = 'zero' or quantity_tonnes = 0
        """,
    )
    assert {text for (text,) in found} <= {"0", "0.0", "—", "0 + 0"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "tonnes"),
    [
        ("edition_id = 'usgs_mcs_2023' and mineral_id = 'chromium' and year = 2021", 42_200_000),
        ("edition_id = 'usgs_mcs_2025' and form = 'kaolin' and year = 2024", 44_000_000),
        ("edition_id = 'usgs_mcs_2025' and form = 'ilmenite' and year = 2024", 8_900_000),
        (
            "edition_id = 'usgs_mcs_2025' and mineral_id = 'sand_and_gravel_industrial'"
            " and year = 2023",
            446_000_000,
        ),
        ("edition_id = 'wmd_2026' and mineral_id = 'germanium' and year = 2018", 106),
    ],
)
def test_world_totals_are_in_tonnes(
    built: duckdb.DuckDBPyConnection, where: str, tonnes: float
) -> None:
    found = rows(
        built,
        f"""
        select quantity_tonnes from core.core_cell
        where destination = 'fct_world_total' and {where}
        """,  # noqa: S608
    )
    assert found == [(pytest.approx(tonnes),)]


@pytest.mark.slow
def test_two_lines_of_one_country_are_one_figure(built: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        built,
        """
        select value_as_printed, destination from core.core_cell
        where edition_id = 'usgs_mcs_2025' and mineral_id = 'helium' and country_id = 'USA'
            and year = 2024 and statistic = 'production'
        order by source_row
        """,
    )
    assert found == [("68 + 13", "fct_production"), ("13", "set_aside")]


@pytest.mark.slow
def test_the_editions_disagree_where_they_do(built: duckdb.DuckDBPyConnection) -> None:
    """Kazakhstan's figures for 2024 as the editions of 2025 and 2026 print them."""
    found = rows(
        built,
        """
        select mineral_id, list(quantity_tonnes order by edition_id)
        from core.core_cell
        where country_id = 'KAZ' and year = 2024 and destination = 'fct_production'
            and edition_id in ('usgs_mcs_2025', 'usgs_mcs_2026')
            and (mineral_id in ('rhenium', 'antimony', 'magnesium') or form = 'sponge')
        group by mineral_id
        having count(distinct quantity_tonnes) = 2
        order by mineral_id
        """,
    )
    assert [mineral for mineral, _ in found] == ["antimony", "magnesium", "rhenium", "titanium"]
