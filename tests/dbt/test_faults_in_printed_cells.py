"""What the data tests of the lower layers catch: one fault in one row of the raw tables each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from orchestration.build.dbt import invoke
from orchestration.build.raw_tables import write_tables
from orchestration.ground.errors import BuildError
from orchestration.publishers import read_raw_tables
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, new_build

pytestmark = pytest.mark.slow

EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
# The tables between the raw ones and the tests; views look at the raw tables anyway.
READ_FROM_RAW = [
    "+core_cell,config.materialized:table",
    "int_cell_corrections",
    "+int_list_members,config.materialized:table",
]
TESTS = (
    "assert_cells_are_understood",
    "assert_corrections_are_needed",
    "assert_no_cell_is_lost",
    "assert_list_lines_have_minerals",
)

# file -> (row, column to change, new value): one fault each, in files that no correction reads
FAULTS: Mapping[str, tuple[int, str, object]] = {
    "mcs2023-cobal_world.csv": (3, "country_as_printed", "Atlantis"),
    "mcs2023-nicke_world.csv": (3, "commodity_as_printed", "unobtainium"),
    "mcs2023-timin_world.csv": (3, "type_as_printed", "Mine production: sphene"),
    "mcs2023-vermi_world.csv": (3, "type_as_printed", "Refinery production"),
    "mcs2023-tin_world.csv": (3, "unit_as_printed", "bushels"),
    "mcs2023-gold_world.csv": (3, "value_as_printed", "about 5"),
    "mcs2023-lead_world.csv": (3, "value_as_printed", "-5"),
    "mcs2023-lime_world.csv": (3, "year", pd.NA),
    "mcs2023-peat_world.csv": (3, "edition_id", "usgs_mcs_2031"),
}


def spoilt_tables() -> dict[str, pd.DataFrame]:
    """The embedded figures with every fault of this module in them."""
    tables = read_raw_tables(EMBEDDED)
    cells = tables["usgs_mcs_cells"].copy()
    for file_name, (row, column, value) in FAULTS.items():
        cells.loc[(cells["file_name"] == file_name) & (cells["source_row"] == row), column] = value
    chromium = cells["file_name"] == "mcs2023-chrom_world.csv"
    cells.loc[chromium & (cells["unit_as_printed"] == "t"), "unit_as_printed"] = "kt"
    sand = cells["commodity_as_printed"] == "Sand and gravel (industrial)"
    first_row = cells.loc[sand, "source_row"].min()
    cells.loc[sand & (cells["source_row"] == first_row), "unit_as_printed"] = "thousand tons"
    zinc = cells[(cells["file_name"] == "mcs2023-zinc_world.csv") & (cells["source_row"] == 2)]
    tables["usgs_mcs_cells"] = pd.concat([cells, zinc.assign(source_row=99)], ignore_index=True)
    members = tables["critical_list_members"]
    line = members[members["list_id"] == "us_2018"].tail(1)
    extra = line.assign(member_no=36, member_as_printed="Unobtainium")
    tables["critical_list_members"] = pd.concat([members, extra], ignore_index=True)
    return tables


@pytest.fixture(scope="module")
def found(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each data test says about the spoilt tables, as text."""
    settings = new_build(released, tmp_path_factory.mktemp("faults"))
    write_tables(settings, spoilt_tables())
    invoke(settings, ["run", "--quiet", "--select", *READ_FROM_RAW])
    with pytest.raises(BuildError):
        invoke(settings, ["test", "--quiet", "--store-failures", "--select", *TESTS])
    return {name: stored_failures(settings.build_database, name) for name in TESTS}


def stored_failures(database: Path, test: str) -> str:
    with duckdb.connect(str(database), read_only=True) as connection:
        schema = connection.execute(
            "select table_schema from information_schema.tables where table_name = $test",
            {"test": test},
        ).fetchone()
        assert schema is not None, f"{test} stored nothing"
        rows = connection.execute(f'from "{schema[0]}"."{test}"').fetchall()
    return "\n".join(" | ".join(str(value) for value in row) for row in rows)


@pytest.mark.parametrize(
    ("problem", "printed", "seed"),
    [
        ("country is not known", "Atlantis", "country_names.csv"),
        ("commodity or table is not known", "unobtainium", "commodity_names.csv"),
        ("commodity or table is not known", "Mine production: sphene", "table_rules.csv"),
        ("table names another stage", "Refinery production | mine", "table_rules.csv"),
        ("unit is not known", "bushels", "units.csv"),
        ("value is not understood", "about 5", "value_tokens.csv"),
        ("value is not understood", "-5", "value_tokens.csv"),
        ("edition is not known", "usgs_mcs_2031", "editions.csv"),
        ("year is missing", "mcs2023-lime_world.csv", "header"),
    ],
)
def test_what_no_register_explains_stops_the_build(
    found: dict[str, str], problem: str, printed: str, seed: str
) -> None:
    lines = found["assert_cells_are_understood"].splitlines()
    assert any(problem in line and printed in line and seed in line for line in lines), lines


@pytest.mark.parametrize(
    ("correction", "problem"),
    [
        ("chromium_2023_production", "the error is gone"),
        ("sand_industrial_2025", "prints something else"),
    ],
)
def test_a_correction_that_is_no_longer_needed_stops_the_build(
    found: dict[str, str], correction: str, problem: str
) -> None:
    lines = found["assert_corrections_are_needed"].splitlines()
    assert any(correction in line and problem in line for line in lines), lines
    assert not any("talc_2024_reserves" in line for line in lines), "this error is still there"


def test_two_rows_that_claim_one_place_stop_the_build(found: dict[str, str]) -> None:
    assert "mcs2023-zinc_world.csv:99" in found["assert_no_cell_is_lost"]
    assert "zinc, mine, all, USA, 2021" in found["assert_no_cell_is_lost"]


def test_a_line_of_a_list_without_a_mineral_stops_the_build(found: dict[str, str]) -> None:
    lines = found["assert_list_lines_have_minerals"].splitlines()
    assert any("without a mineral" in line and "Unobtainium" in line for line in lines), lines
    assert any("36 + 0 found, 35 + 0 printed" in line for line in lines), lines
