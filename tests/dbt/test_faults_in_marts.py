"""What the data tests of the marts catch: one fault in one row of a finished build each."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from orchestration.build.dbt import invoke
from orchestration.ground.errors import BuildError
from orchestration.settings import Settings
from tests.conftest import new_build

pytestmark = pytest.mark.slow

COBALT = "mineral_id = 'cobalt' and edition_id = 'usgs_mcs_2026' and year = 2024"
TIN = "mineral_id = 'tin' and edition_id = 'usgs_mcs_2026' and year = 2024"
ZINC = "mineral_id = 'zinc' and edition_id = 'usgs_mcs_2026' and year = 2024"
LEAD = "mineral_id = 'lead' and edition_id = 'usgs_mcs_2026' and year = 2024"


class Fault(NamedTuple):
    """One changed value in one row of a mart, and what the failing rows must name."""

    mart: str
    change: str
    row: str
    named: str


FAULTS = {
    "fct_production__key": Fault(
        "fct_production", "country_id = 'PER'", ZINC + " and country_id = 'CHN'", "zinc"
    ),
    "fct_production__links": Fault(
        "fct_production", "country_id = 'ATL'", COBALT + " and country_id = 'COD'", "ATL"
    ),
    "fct_production__words": Fault(
        "fct_production", "value_status = 'guessed'", TIN + " and country_id = 'PER'", "guessed"
    ),
    "fct_production__rules": Fault(
        "fct_production",
        "quantity_tonnes = -1",
        LEAD + " and country_id = 'PER'",
        "bounds_enclose_quantity",
    ),
    "fct_world_total__rules": Fault(
        "fct_world_total", "difference_pct = 50", ZINC, "difference_follows_from_both"
    ),
    "fct_country_share__rules": Fault(
        "fct_country_share",
        "share_pct = 101",
        COBALT + " and country_id = 'IDN'",
        "share_is_quantity_of_world",
    ),
    "fct_concentration__rules": Fault(
        "fct_concentration", "hhi_min = hhi + 1", COBALT, "band_encloses_index"
    ),
    "fct_revision__rules": Fault(
        "fct_revision",
        "change_pct = 7",
        "mineral_id = 'rhenium' and year = 2024 and country_id = 'KAZ'",
        "change_follows_from_both",
    ),
    "fct_cell_account__rules": Fault(
        "fct_cell_account",
        "set_aside_reason = null",
        "cell_id = (select min(cell_id) from fct_cell_account where destination = 'set_aside')",
        "reason_if_and_only_if_set_aside",
    ),
    "dim_critical_list__rules": Fault(
        "dim_critical_list", "member_count = 34", "list_id = 'us_2018'", "us_2018"
    ),
    "dim_name__words": Fault("dim_name", "kind = 'mine'", "name = 'Coking coal'", "mine"),
    "dim_name__rules": Fault("dim_name", "name = ' UK'", "name = 'UK'", "no_blanks_around_a_name"),
    "assert_preferred_names_are_single": Fault(
        "dim_name",
        "is_preferred = false",
        "name = 'Kazakhstan' and language = 'en'",
        "not exactly one preferred name in en",
    ),
    "dim_mineral_member__links": Fault(
        "dim_mineral_member", "mineral_id = 'unobtainium'", "mineral_id = 'osmium'", "unobtainium"
    ),
    "assert_shares_add_up": Fault(
        "fct_concentration", "world_tonnes = world_tonnes + 1", TIN, "one world for the table"
    ),
    "assert_ranks_follow_quantities": Fault(
        "fct_country_share", "share_rank = 1", ZINC + " and country_id = 'OTHER'", "OTHER"
    ),
    "assert_index_and_cap_have_one_leader": Fault(
        "fct_single_country_cap",
        "top_country_id = 'PER'",
        COBALT + " and measure = 'world_production'",
        "PER",
    ),
    "assert_one_latest_vintage": Fault(
        "fct_world_total",
        "is_latest_vintage = true",
        "mineral_id = 'tin' and edition_id = 'usgs_mcs_2025' and year = 2024",
        "usgs_mcs_2025",
    ),
    "assert_accounts_add_up": Fault(
        "fct_reserves",
        "source_file_id = 'usgs_mcs_2025/MCS2025_World_Data.csv'",
        "mineral_id = 'tin' and edition_id = 'usgs_mcs_2026' and country_id = 'CHN'",
        "rows of fct_reserves",
    ),
}


def spoil(database: Path) -> None:
    """Put every fault of this module into the marts of `database`."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("use marts")
        for mart in {fault.mart for fault in FAULTS.values()}:
            # without the constraints of the contract, which would refuse some of the faults
            connection.execute(f"create or replace table {mart} as from {mart}")
        for fault in FAULTS.values():
            statement = ["update", fault.mart, "set", fault.change, "where", fault.row]
            changed = connection.execute(" ".join(statement)).fetchone()
            assert changed == (1,), fault


@pytest.fixture(scope="module")
def found(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each data test says about the spoilt marts, as text."""
    settings = new_build(released, tmp_path_factory.mktemp("spoilt_marts"))
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


@pytest.mark.parametrize(("test", "named"), [(test, fault.named) for test, fault in FAULTS.items()])
def test_each_identity_can_fail_and_names_the_row(
    found: dict[str, str], test: str, named: str
) -> None:
    assert named in found[test]
