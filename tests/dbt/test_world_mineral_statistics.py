"""World Mineral Statistics in the real dbt build: beside the first source, never blended into it.

One build with two editions: one of invented figures in the publisher's layout, and, where the
publisher's own files are at hand, one of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from orchestration.build.dbt import invoke
from orchestration.build.raw_tables import write_landed_editions, write_tables
from orchestration.gates.frames import read_frame
from orchestration.gates.suites import load_suite
from orchestration.publishers import read_raw_tables
from orchestration.publishers.bgs_wms import layouts as bgs_wms
from orchestration.publishers.frames import to_frame
from orchestration.publishers.reading.records import ParsedFile
from tests.conftest import PROJECT_ROOT, SHARED
from tests.dbt.conftest import NewWarehouse
from tests.publishers.bgs_builders import Fields, fields, page_bytes

pytestmark = pytest.mark.slow

SUITES = PROJECT_ROOT / "expectations" / "suites" / "marts"
EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
REAL = SHARED / "data" / "bgs"
MODELS = ["+fct_concentration", "fct_world_total", "+fct_file_account", "+dim_country"]
TESTS = ["assert_cells_are_understood", "assert_no_cell_is_lost"]
PGM = {"bgs_commodity_trans": "platinum group metals, mine", "units": "kilograms (metal content)"}
LITHIUM = {"bgs_commodity_trans": "lithium minerals", "units": "tonnes (metric)"}


def invented() -> list[Fields]:
    """The traps of the series, with figures that nobody has printed."""

    def record(commodity: str, country: str, quantity: float | None, **changes: object) -> Fields:
        named = {"bgs_commodity_trans": commodity, **changes}
        return fields(country, year=2022, quantity=quantity, **named)

    return [
        record("cobalt, refined", "Congo", 11.0, country_iso3_code="COD"),
        record("cobalt, refined", "Congo, Democratic Republic", 12345.0, country_iso3_code="COD"),
        record("cobalt, refined", "Kosovo", 0.0, country_iso3_code="1A0"),
        record("cobalt, refined", "Norway", None),
        record("cobalt, refined", "Soviet Union", 7.0, concat_figure_notes_text="Estimates."),
        record("zinc, slab", "Norway", 777000.0, units="tonnes (metric)"),
        record("platinum group metals, mine", "Zimbabwe", 4321.0, **PGM)
        | {"bgs_sub_commodity_trans": "Platinum"},
        record("lithium minerals", "Zimbabwe", 99000.0, **LITHIUM)
        | {"bgs_sub_commodity_trans": "Petalite"},
        record("lithium minerals", "Zimbabwe", 1990.0, **LITHIUM)
        | {"bgs_sub_commodity_trans": "Lithium minerals (Li content)"},
        record("coal", "Norway", 5.0, bgs_sub_commodity_trans="Brown coal"),
        record("copper, mine", "Norway", 3.0, bgs_statistic_type_trans="Exports"),
        record("copper, mine", "Norway", 2.0, bgs_statistic_type_trans="Imports"),
    ]


def parsed_files() -> Iterator[ParsedFile]:
    yield bgs_wms.parse_file("bgs_wms_2022_invented_p1.json", page_bytes(invented()))
    for path in sorted(REAL.glob("BGS_*_production.csv")):
        name = f"bgs_wms_2023_{path.name}"
        yield bgs_wms.parse_file(name, path.read_bytes())


@pytest.fixture(scope="module")
def built(new_warehouse: NewWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """The lower layers and the shares, of this series and of the first source's same metals."""
    settings = new_warehouse("wms")
    files = list(parsed_files())
    tables = read_raw_tables(EMBEDDED)
    cells = tables["usgs_mcs_cells"]
    same = cells["commodity_as_printed"].str.contains("^(?:cobal|coppe|nicke)", case=False)
    tables["usgs_mcs_cells"] = cells[same]
    rows = [row for file in files for row in file.tables["bgs_wms_records"]]
    tables["bgs_wms_records"] = to_frame("bgs_wms_records", rows)
    more = to_frame("source_files", [file.source_file for file in files])
    tables["source_files"] = pd.concat([tables["source_files"], more], ignore_index=True)
    write_tables(settings, tables)
    write_landed_editions(settings, [])
    chosen_alone = ["--indirect-selection", "empty", "--exclude-resource-type", "unit_test"]
    invoke(settings, ["build", "--quiet", *chosen_alone, "--select", *MODELS, *TESTS])
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def real(built: duckdb.DuckDBPyConnection, publisher_files: Path) -> duckdb.DuckDBPyConnection:
    """The same build, where the publisher's own files went into it."""
    assert (publisher_files / "bgs").is_dir()
    return built


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return connection.execute(sql).fetchall()


def test_countries_go_by_name_and_nought_is_not_missing(built: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        built,
        "select country_id, quantity_tonnes, value_status from marts.fct_production"
        " where edition_id = 'bgs_wms_2022' and mineral_id = 'cobalt' order by country_id",
    )
    assert found == [
        ("COD", 12345.0, "reported"),
        ("COG", 11.0, "reported"),
        ("NOR", None, "not_available"),
        ("SUN", 7.0, "estimated"),
        ("XKX", 0.0, "zero"),
    ]
    states = rows_of(built, "select country_id from marts.dim_country where country_id = 'SUN'")
    assert states == [("SUN",)]


def test_stages_forms_and_units_keep_their_meaning(built: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        built,
        "select mineral_id, stage, form, basis, quantity_tonnes from marts.fct_production"
        " where edition_id = 'bgs_wms_2022' and mineral_id <> 'cobalt' order by all",
    )
    assert found == [
        ("lithium", "mine", "petalite", "gross", 99000.0),
        ("lithium", "mine", "unspecified_li_content", "content", 1990.0),
        ("platinum", "mine", "all", "content", 4.321),
        ("zinc", "refinery", "all", "content", 777000.0),
    ]


def test_every_record_is_accounted_for(built: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        built,
        "select counted, reason, item_count from marts.fct_file_account"
        " where edition_id = 'bgs_wms_2022' order by all",
    )
    assert found == [
        ("cell", "fct_production", 9),
        ("cell", "other_kind_of_coal", 1),
        ("row", "exports_are_not_production", 1),
        ("row", "imports_are_not_production", 1),
        ("row", "printed_figures", 10),
    ]


def test_the_real_files_enter_with_their_stages(real: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        real,
        "select mineral_id, stage, count(*) from marts.fct_production"
        " where edition_id = 'bgs_wms_2023' and form = 'all' group by all order by all",
    )
    assert found == [
        ("cobalt", "mine", 837),
        ("cobalt", "refinery", 734),
        ("copper", "mine", 2880),
        ("copper", "refinery", 2057),
        ("copper", "smelter", 1906),
        ("nickel", "mine", 1318),
        ("nickel", "refinery", 1177),
    ]
    kept = rows_of(
        real,
        "select count(*), sum(cast(quantity_tonnes is null as integer)) from marts.fct_production"
        " where edition_id = 'bgs_wms_2023'",
    )
    assert kept == [(11834, 52)]


def test_sources_stand_side_by_side(real: duckdb.DuckDBPyConnection) -> None:
    """Both publishers lead with the same country; their shares are of their own worlds."""
    leaders = rows_of(
        real,
        "select mineral_id, count(distinct source_id), count(distinct top1_country_id)"
        " from marts.fct_concentration where stage = 'mine' and form = 'all' and year = 2022"
        " and is_latest_vintage and mineral_id in ('cobalt', 'copper', 'nickel') group by all"
        " order by mineral_id",
    )
    assert leaders == [("cobalt", 2, 1), ("copper", 2, 1), ("nickel", 2, 1)]


@pytest.mark.parametrize(
    ("suite", "rule"),
    [
        ("fct_concentration", "sources_agree"),
        ("fct_concentration", "sources_name_the_same_leader"),
        ("fct_world_total", "sources_agree"),
    ],
)
def test_gates_have_two_sources_to_compare(
    suite: str, rule: str, real: duckdb.DuckDBPyConnection
) -> None:
    """Cobalt, copper and nickel, three years each: in bounds, and not for want of rows."""
    loaded = load_suite(SUITES / f"{suite}.json", "marts")
    (expectation,) = (each for each in loaded.expectations if each.id == rule)
    with duckdb.connect(":memory:") as connection:
        database = real.execute("select path from duckdb_databases() where not internal").fetchone()
        assert database
        connection.execute(f"attach '{database[0]}' as build (read_only)")
        connection.execute("attach ':memory:' as previous")
        connection.execute("use build")
        frame = read_frame(connection, loaded).frame
    # what a model says has deviations that a person accepted; these two count
    frame = frame[~frame["edition_id"].str.startswith("iea_")]
    compared = frame[expectation.kwargs["column"]].dropna()
    metals = set(frame.loc[compared.index, "mineral_id"])
    assert metals == {"cobalt", "copper", "nickel"}
    assert len(compared) >= 9
    assert compared.between(0.01, expectation.kwargs["max_value"]).all()
