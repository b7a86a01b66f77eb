"""The outlook of a model stays apart from what is: on the release, over every mart.

Belongs here: no projected row anywhere but in `fct_outlook`, and where modelled figures may count.
Does not belong here: the layout of the file (`tests/publishers/test_iea.py`), how shares are made
(unit tests of the models).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings
from tests.conftest import new_warehouse, run_minerals, take_over_project

OUTLOOK = "fct_outlook"
PROJECTED_TABLE = " in (select table_id from marts.fct_outlook)"
FIRST_PROJECTED, LAST_SEEN = 2030, 2026


@pytest.fixture(scope="module")
def release(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(released) as connection:
        yield connection


def one(release: duckdb.DuckDBPyConnection, sql: str) -> object:
    row = release.execute(sql).fetchone()
    assert row is not None
    return row[0]


def count(release: duckdb.DuckDBPyConnection, table: str, condition: str) -> object:
    return one(release, f"select count(*) from marts.{table} where {condition}")  # noqa: S608


def columns(release: duckdb.DuckDBPyConnection, names: str) -> list[tuple[str, str]]:
    every = "select table_name, column_name from information_schema.columns"
    return release.execute(
        f"{every} where table_schema = 'marts' and {names} order by 1, 2"
    ).fetchall()


def test_no_other_table_has_a_table_year_of_the_outlook(
    release: duckdb.DuckDBPyConnection,
) -> None:
    keyed = columns(release, "column_name like '%table_id'")
    assert len(keyed) > 10
    for table, column in keyed:
        if table != OUTLOOK:
            assert count(release, table, column + PROJECTED_TABLE) == 0, (table, column)


def test_no_year_of_any_other_table_is_to_come(release: duckdb.DuckDBPyConnection) -> None:
    dated = columns(release, "(column_name = 'year' or column_name like '%\\_year' escape '\\')")
    of_output = [pair for pair in dated if pair[0] not in (OUTLOOK, "dim_claim")]
    assert len(of_output) > 20
    assert one(release, "select min(year) from marts.fct_outlook") == FIRST_PROJECTED
    for table, column in of_output:
        last = one(release, f"select max({column}) from marts.{table}")  # noqa: S608
        assert last is None or int(str(last)) <= LAST_SEEN, (table, column)


def test_projected_is_a_status_of_the_outlook_alone(release: duckdb.DuckDBPyConnection) -> None:
    said = columns(release, "column_name like '%status'")
    assert len(said) > 8
    for table, column in said:
        found = count(release, table, f"{column} = 'projected'")
        assert (found == 255) if table == OUTLOOK else found == 0, (table, column)


def test_a_model_speaks_only_where_nobody_counts(release: duckdb.DuckDBPyConnection) -> None:
    found = release.execute(
        """
        select mineral_id, stage, edition_id, processed_stage, processed_form, processed_year
        from marts.rpt_mineral_profile
        where mineral_id in (select mineral_id from marts.fct_production where source_id = 'iea')
        order by 1
        """
    ).fetchall()
    assert found == [
        ("cobalt", "mine", "usgs_mcs_2026", "refinery", "all", 2024),
        ("copper", "mine", "usgs_mcs_2026", "refinery", "all", 2025),
        ("graphite_battery", "plant", "iea_2025", None, None, None),
        ("graphite_natural", "mine", "usgs_mcs_2026", None, None, None),
        ("lithium", "mine", "usgs_mcs_2026", "plant", "all", 2024),
        ("nickel", "mine", "usgs_mcs_2026", "refinery", "all", 2024),
        ("rare_earths", "mine", "usgs_mcs_2026", "refinery", "magnet", 2024),
    ]


def test_no_evidence_rests_on_a_zero_of_a_model(release: duckdb.DuckDBPyConnection) -> None:
    zeros = release.execute(
        "select mineral_id, country_id, quantity_max_tonnes from marts.fct_production"
        " where value_status = 'modelled' and quantity_tonnes = 0 order by 1, 2"
    ).fetchall()
    assert zeros == [
        ("graphite_battery", "CAN", 500),
        ("graphite_battery", "DEU", 500),
        ("graphite_battery", "SWE", 500),
        ("rare_earths", "AUS", 500),
    ]
    assert (
        one(
            release,
            "select count(*) from marts.fct_country_mineral_evidence"
            " where mineral_id = 'graphite_battery' and country_id in ('CAN', 'DEU', 'SWE')"
            " and is_produced is not null",
        )
        == 0
    )


def test_battery_grade_graphite_is_not_natural_graphite(
    release: duckdb.DuckDBPyConnection,
) -> None:
    steps = release.execute(
        "select distinct mineral_id, stage from marts.fct_production"
        " where source_id = 'iea' and mineral_id like 'graphite%' order by 1"
    ).fetchall()
    assert steps == [("graphite_battery", "plant"), ("graphite_natural", "mine")]


@pytest.mark.slow
@pytest.mark.long
def test_the_source_can_be_left_out_whole(released: Settings, tmp_path: Path) -> None:
    settings = new_warehouse(tmp_path / "warehouse")
    take_over_project(released, settings)
    finished = run_minerals(settings, "refresh", MINERALS_IEA_ENABLED="false")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    with duckdb.connect(str(settings.served_database), read_only=True) as connection:
        assert count(connection, OUTLOOK, "true") == 0
        for table, column in columns(connection, "column_name in ('source_id', 'edition_id')"):
            assert count(connection, table, f"{column} like 'iea%'") == 0, (table, column)
