"""What the data tests of the marts catch: one fault in one row of a finished build each."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.dbt import invoke
from orchestration.errors import BuildError
from orchestration.settings import Settings

pytestmark = pytest.mark.slow

COBALT = "mineral_id = 'cobalt' and release_id = 'usgs_mcs_2026' and year = 2024"
TIN = "mineral_id = 'tin' and release_id = 'usgs_mcs_2026' and year = 2024"
ZINC = "mineral_id = 'zinc' and release_id = 'usgs_mcs_2026' and year = 2024"
LEAD = "mineral_id = 'lead' and release_id = 'usgs_mcs_2026' and year = 2024"

# test -> (fault, what its first failing rows must name)
FAULTS = {
    "fct_production__key": (
        f"insert into fct_production from fct_production where {ZINC} and country_id = 'PER'",
        "zinc",
    ),
    "fct_production__links": (
        f"update fct_production set country_id = 'ATL' where {COBALT} and country_id = 'COD'",
        "ATL",
    ),
    "fct_production__words": (
        f"update fct_production set value_status = 'guessed' where {TIN} and country_id = 'PER'",
        "guessed",
    ),
    "fct_production__rules": (
        f"update fct_production set quantity_tonnes = -1 where {LEAD} and country_id = 'PER'",
        "bounds_enclose_quantity",
    ),
    "fct_world_total__rules": (
        f"update fct_world_total set difference_pct = 50 where {ZINC}",
        "difference_follows_from_both",
    ),
    "fct_country_share__rules": (
        f"update fct_country_share set share_pct = 101 where {COBALT} and country_id = 'IDN'",
        "share_is_quantity_of_world",
    ),
    "fct_concentration__rules": (
        f"update fct_concentration set hhi_min = hhi + 1 where {COBALT}",
        "band_encloses_index",
    ),
    "fct_revision__rules": (
        "update fct_revision set change_pct = 7 where mineral_id = 'rhenium' and year = 2024"
        " and country_id = 'KAZ'",
        "change_follows_from_both",
    ),
    "fct_cell_account__rules": (
        "update fct_cell_account set set_aside_reason = null where cell_id ="
        " (select min(cell_id) from fct_cell_account where destination = 'set_aside')",
        "reason_if_and_only_if_set_aside",
    ),
    "dim_critical_list__rules": (
        "update dim_critical_list set member_count = 34 where list_id = 'us_2018'",
        "us_2018",
    ),
    "assert_shares_add_up": (
        f"update fct_concentration set world_tonnes = world_tonnes + 1 where {TIN}",
        "one world for the table",
    ),
    "assert_ranks_follow_quantities": (
        f"update fct_country_share set share_rank = 1 where {ZINC} and country_id = 'OTHER'",
        "OTHER",
    ),
    "assert_one_latest_vintage": (
        "update fct_world_total set is_latest_vintage = true where mineral_id = 'tin'"
        " and release_id = 'usgs_mcs_2025' and year = 2024",
        "usgs_mcs_2025",
    ),
    "assert_accounts_add_up": (
        "delete from fct_reserves where mineral_id = 'tin' and release_id = 'usgs_mcs_2026'"
        " and country_id = 'CHN'",
        "rows of fct_reserves",
    ),
}


def spoil(database: Path) -> None:
    """Put every fault of this module into the marts of `database`."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("use marts")
        marts = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
        for (mart,) in marts:
            # without the constraints of the contract, which would refuse some of the faults
            connection.execute(f"create or replace table {mart} as from {mart}")  # noqa: S608
        for fault, _ in FAULTS.values():
            changed = connection.execute(fault).fetchone()
            assert changed == (1,), f"{fault}: {changed}"


@pytest.fixture(scope="module")
def found(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each data test says about the spoilt marts, as text."""
    settings = Settings(warehouse_dir=tmp_path_factory.mktemp("spoilt_marts"))
    settings.build_dir.mkdir(parents=True)
    shutil.copy(built_warehouse, settings.build_database)
    spoil(settings.build_database)
    with pytest.raises(BuildError, match=f"{len(FAULTS)} of {len(FAULTS)} nodes failed"):
        invoke(settings, ["test", "--quiet", "--store-failures", "--select", *FAULTS])
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
        schemas = {name: schema for schema, name in tables if name in FAULTS}
        return {
            name: str(connection.execute(f'from "{schema}"."{name}"').fetchall())
            for name, schema in schemas.items()
        }


@pytest.mark.parametrize(("test", "named"), [(test, FAULTS[test][1]) for test in FAULTS])
def test_each_identity_can_fail_and_names_the_row(
    found: dict[str, str], test: str, named: str
) -> None:
    assert named in found[test]
