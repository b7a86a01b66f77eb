"""Both sides of a flow in the real dbt build: the rule that keeps a flow from counting twice.

One build with invented records, and, where the publisher's own pulls are at hand, with those. No
figure of the publisher is written down here: what is expected is computed from its files.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pytest

from orchestration.build.dbt import invoke
from orchestration.build.flows import show_partitions
from orchestration.build.raw_tables import write_landed_editions, write_tables
from orchestration.gates.frames import read_frame
from orchestration.gates.suites import load_suite
from orchestration.publishers import read_raw_tables
from orchestration.publishers.comtrade import layouts as comtrade
from orchestration.publishers.frames import to_frame
from orchestration.publishers.reading.records import ParsedFile
from tests.conftest import PROJECT_ROOT, SHARED
from tests.dbt.conftest import NewWarehouse
from tests.publishers import comtrade_builders as c

pytestmark = pytest.mark.slow

EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
SUITES = PROJECT_ROOT / "expectations" / "suites"
REAL = SHARED / "data" / "trade"
MODELS = ["+fct_trade_mirror", "+dim_country"]
KAZAKHSTAN, CATHODE = "398", "740311"


def parsed_files() -> Iterator[ParsedFile]:
    yield comtrade.parse_file(c.FILE, c.table_of(c.records()))
    for path in sorted(REAL.glob("comtrade_*.csv.gz")):
        yield comtrade.parse_file(path.name, path.read_bytes())


@pytest.fixture(scope="module")
def built(new_warehouse: NewWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """The mirror, and what it needs."""
    settings = new_warehouse("mirror")
    files = list(parsed_files())
    tables = read_raw_tables(EMBEDDED)
    rows = [row for file in files for row in file.tables["comtrade_reports"]]
    tables["comtrade_reports"] = to_frame("comtrade_reports", rows)
    more = to_frame("source_files", [file.source_file for file in files])
    tables["source_files"] = pd.concat([tables["source_files"], more], ignore_index=True)
    write_tables(settings, tables)
    write_landed_editions(settings, [])
    show_partitions(settings, [])
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute(
            "insert into raw.landed_editions by name select 'comtrade_2021' as edition_id,"
            " 'comtrade' as source_id, 'a test' as source_name, '2021' as edition,"
            " 'a test' as licence, 'a test' as attribution, '2026-11-26' as retrieved_at"
        )
    chosen_alone = ["--indirect-selection", "cautious", "--exclude-resource-type", "unit_test"]
    invoke(settings, ["build", "--quiet", *chosen_alone, "--select", *MODELS])
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        yield connection


def test_a_flow_counts_once_however_it_is_divided(built: duckdb.DuckDBPyConnection) -> None:
    rows = built.execute(
        "select exporter_id, importer_id, exporter_value_usd, importer_value_usd, exporter_kg,"
        " importer_kg, sides_reporting, mirror_gap_usd, times_apart, is_open"
        " from marts.fct_trade_mirror"
        " where edition_id = 'comtrade_2021' order by all"
    ).fetchall()
    assert rows == [
        ("KAZ", "CHL", 500, None, None, None, "exporter", None, None, False),
        ("KAZ", "CHN", 1000, 3001, 100, 300, "both", 2001, 3.001, False),
    ]


class Pull(NamedTuple):
    """A pull of the publisher, read by other means than the parser and the models."""

    largest: dict[tuple[str, ...], float]
    summed: dict[tuple[str, ...], float]


def read_pull(publisher_files: Path, year: int) -> Pull:
    """Values by reporter, partner, code and direction: the largest, and all added up."""
    (path,) = publisher_files.rglob(f"comtrade_{year}.csv.gz")
    pull = Pull(defaultdict(float), defaultdict(float))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = (row["reporter"], row["partner"], row["cmd"], row["flow"])
            pull.largest[key] = max(pull.largest[key], float(row["value"]))
            pull.summed[key] += float(row["value"])
    assert len(pull.largest) > 30_000
    return pull


def by_group(values: dict[tuple[str, ...], float]) -> dict[tuple[str, ...], dict[bool, float]]:
    groups: dict[tuple[str, ...], dict[bool, float]] = defaultdict(lambda: defaultdict(float))
    for (reporter, partner, code, direction), value in values.items():
        groups[reporter, code, direction][partner == "0"] += value
    return groups


def test_the_largest_of_each_key_makes_the_world_and_the_sum_does_not(
    publisher_files: Path,
) -> None:
    pull = read_pull(publisher_files, 2022)
    groups = [group for group in by_group(pull.largest).values() if set(group) == {True, False}]
    assert len(groups) > 1000
    assert all(group[False] == pytest.approx(group[True], abs=1, rel=1e-6) for group in groups)
    assert sum(pull.summed.values()) > 2 * sum(pull.largest.values())


@pytest.mark.parametrize("year", [2022, 2024])
def test_the_models_take_the_total_of_every_flow(
    built: duckdb.DuckDBPyConnection, publisher_files: Path, year: int
) -> None:
    pull = read_pull(publisher_files, year)
    found = built.execute(
        "select reporter_code, partner_code, hs_code, direction, value_usd"
        " from intermediate.int_trade_report where edition_id = ?",
        [f"comtrade_{year}"],
    ).fetchall()
    letters = {"import": "M", "export": "X"}
    assert len(found) == len(pull.largest)
    for reporter, partner, code, direction, value in found:
        key = (str(reporter), str(partner), code, letters[direction])
        assert value == pytest.approx(pull.largest[key], abs=0.5)


@pytest.mark.parametrize("year", [2022, 2024])
def test_the_gap_of_kazakhstans_cathode(
    built: duckdb.DuckDBPyConnection, publisher_files: Path, year: int
) -> None:
    """Its importers report far more than it does itself; both sums are those of the files."""
    pull = read_pull(publisher_files, year)
    own = sum(v for (r, p, *k), v in pull.largest.items() if (r, *k) == _exports() and p != "0")
    theirs = sum(v for (_, p, *k), v in pull.largest.items() if (p, *k) == _imports())
    found = built.execute(
        "select coalesce(sum(exporter_value_usd), 0), sum(importer_value_usd), count(*)"
        " from marts.fct_trade_mirror"
        " where edition_id = ? and exporter_id = 'KAZ' and hs_code = ?",
        [f"comtrade_{year}", CATHODE],
    ).fetchone()
    assert found is not None
    assert found[2] > 5
    assert found[:2] == pytest.approx((own, theirs), abs=found[2])
    if year == 2022:
        assert theirs > 1000 * own > 0


def _exports() -> tuple[str, ...]:
    return KAZAKHSTAN, CATHODE, "X"


def _imports() -> tuple[str, ...]:
    return KAZAKHSTAN, CATHODE, "M"


def test_partners_that_are_no_country_are_in_no_flow(
    built: duckdb.DuckDBPyConnection, publisher_files: Path
) -> None:
    countries = {
        row[0] for row in built.execute("select country_id from marts.dim_country").fetchall()
    }
    found = built.execute(
        "select distinct unnest([exporter_id, importer_id]) from marts.fct_trade_mirror"
    ).fetchall()
    assert {"KAZ", "CHN"} <= {row[0] for row in found} <= countries


@pytest.mark.parametrize(
    ("name", "layer"), [("comtrade__reports", "raw"), ("fct_trade_mirror", "marts")]
)
def test_the_frames_stand_for_every_row(
    built: duckdb.DuckDBPyConnection, name: str, layer: str
) -> None:
    """Their SQL reads the tables as a gate does."""
    with duckdb.connect() as connection:
        database = built.execute(
            "select path from duckdb_databases() where not internal"
        ).fetchall()
        connection.execute(f"attach '{database[0][0]}' as build (read_only)")
        connection.execute("attach ':memory:' as previous")
        connection.execute("use build")
        suite = load_suite(SUITES / layer / f"{name}.json", layer)  # type: ignore[arg-type]
        table = read_frame(connection, suite)
    rows = table.fingerprint.row_count
    counted = (
        table.frame[suite.rows_counted_in].sum() if suite.rows_counted_in else len(table.frame)
    )
    assert counted == rows > 0
