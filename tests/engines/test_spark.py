"""Spark builds what DuckDB builds, and its marts go through the same gates into a release.

Belongs here: what needs Spark's own environment (`make test-spark`).
Does not belong here: models and their logic (`tests/dbt`).
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.build.dbt import invoke
from orchestration.build.flows import show_partitions
from orchestration.build.spark import hand_over, landed_flows, spark_home, tables_from_spark
from orchestration.landing.flows.partitions import readable_partitions
from orchestration.release import current_release
from orchestration.settings import Settings
from tests.benchmarks.trade import generate
from tests.conftest import PROJECT_ROOT, new_build, new_warehouse, run_minerals
from tests.engines.equal import Difference, difference

pytestmark = [pytest.mark.spark, pytest.mark.slow]

MODELS = PROJECT_ROOT / "dbt_project/models/trade"
# A view has no files; it is compared in the tables that are made of it.
TRADE = {
    path.stem
    for path in MODELS.glob("*.sql")
    if "materialized: view" not in path.with_suffix(".yml").read_text()
}
PRODUCTION = {"fct_production", "fct_concentration"}
# Seeds are read by each engine with the integers that its adapter chooses; nobody reads them here.
BUILT = ("core", "intermediate", "marts")
FLOWS = 60_000
KEPT = "lambda name: name <> 'partition_digest'"
CHAIN = ("+fct_trade_concentration",)
# What must have rows; a table of a source that nobody has landed here is empty on both engines.
FILLED = PRODUCTION | {"fct_trade_exporter", "fct_trade_concentration", "fct_import_origin"}
FILLED |= {"fct_export_stage", "fct_unit_value", "core_annex_import", "core_trade_balance"}


@pytest.fixture(scope="module")
def on_spark(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse after one refresh whose trade, shares and concentration Spark has built."""
    folder = tmp_path_factory.mktemp("on_spark") / "warehouse"
    finished = run_minerals(new_warehouse(folder), "refresh", "--engine", "spark")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return Settings(warehouse_dir=folder)


def tables_below(folder: Path) -> dict[str, Path]:
    return {
        f"{schema}.{table.name}": table
        for schema in BUILT
        for table in sorted((folder / f"{schema}.db").iterdir())
    }


def unequal(database: Path, tables: dict[str, Path]) -> dict[str, Difference]:
    """Tables that differ between DuckDB's build and Spark's files, or are empty, and how.

    Which digest a row was filled under is left out: Spark fills every partition in one go.
    """
    found = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, folder in tables.items():
            files = f"read_parquet('{folder}/**/*.parquet')"
            ours, theirs = (f"(select columns({KEPT}) from {one})" for one in (name, files))
            compared = difference(connection, ours, theirs)
            if not compared.is_none:
                found[name] = compared
    return found


def test_every_table_is_duckdbs_own(released: Settings, on_spark: Settings) -> None:
    tables = tables_below(tables_from_spark(on_spark))
    assert {name.split(".")[1] for name in tables} >= TRADE | PRODUCTION
    assert len(TRADE) > 10
    found = unequal(released.build_database, tables)
    empty = {name.split(".")[1] for name, compared in found.items() if compared.rows == 0}
    assert not empty & FILLED
    assert not {name: compared for name, compared in found.items() if compared.rows}


def test_the_release_passed_the_same_gates(released: Settings, on_spark: Settings) -> None:
    ours, theirs = (
        json.loads((folder / "manifest.json").read_text())
        for folder in (current_release(released), current_release(on_spark))
        if folder is not None
    )
    assert "pyspark" in theirs["engine"]
    assert "pyspark" not in ours["engine"]
    assert theirs["gates"]["suites"] == ours["gates"]["suites"] > 50
    assert (
        theirs["gates"]["expectations_evaluated"] == ours["gates"]["expectations_evaluated"] > 300
    )
    rows = {name: table["rows"] for name, table in ours["tables"].items()}
    assert {name: table["rows"] for name, table in theirs["tables"].items()} == rows


def test_the_build_took_sparks_tables_and_kept_contracts_and_comments(
    released: Settings, on_spark: Settings
) -> None:
    asked = (
        "select column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where table_name = 'fct_trade_concentration' order by column_index"
    )
    columns = []
    for settings in (released, on_spark):
        with duckdb.connect(str(settings.build_database), read_only=True) as connection:
            columns.append(connection.execute(asked).fetchall())
    assert columns[0] == columns[1]
    assert len(columns[0]) > 20
    written = tables_from_spark(on_spark) / "marts.db" / "fct_trade_concentration"
    sparks = f"read_parquet('{written}/*.parquet')"
    with duckdb.connect(str(on_spark.build_database), read_only=True) as connection:
        other = connection.execute(f"from marts.fct_trade_concentration except all from {sparks}")
        assert not other.fetchall()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """Spark's own standalone cluster on this machine: one master, two workers of one core."""
    bin_ = spark_home(Settings()) / "venv" / "bin"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    home = next((bin_.parent / "lib").glob("python3*/site-packages/pyspark"))
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(home)}
    here = "org.apache.spark.deploy"
    roles = [[f"{here}.master.Master", "-h", "127.0.0.1", "-p", str(port), "--webui-port", "0"]]
    for name in ("one", "two"):
        own = ["-c", "1", "-m", "1g", "-d", str(tmp_path / name), "--webui-port", "0"]
        roles.append([f"{here}.worker.Worker", "-h", "127.0.0.1", *own, address])
    log = (tmp_path / "cluster.log").open("w")
    started = []
    try:
        for role in roles:
            command = [str(bin_ / "spark-class"), *role]
            started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
        until = time.monotonic() + 300
        while (tmp_path / "cluster.log").read_text().count("Registering worker") < 2:
            assert time.monotonic() < until, (tmp_path / "cluster.log").read_text()
            time.sleep(0.5)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=120)
        log.close()


@pytest.fixture
def landed(released: Settings, tmp_path: Path) -> Settings:
    """A warehouse in which DuckDB has built trade from three years that are landed in bulk."""
    settings = new_build(released, tmp_path / "landed")
    with duckdb.connect() as connection:
        generate.prepare(connection)
        for year in (2014, 2015, 2016):
            assert generate.write_year(connection, settings.trade_dir, FLOWS, year) > 1000
    show_partitions(settings, readable_partitions(settings))
    invoke(settings, ["run", "--quiet", "--no-write-json", "--select", *CHAIN])
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        filled = "select count(distinct partition_digest) from intermediate.int_trade_landed_side"
        assert connection.execute(filled).fetchall() == [(3,)]
    return settings


def test_a_cluster_of_two_workers_builds_the_same_from_landed_flows(
    landed: Settings, on_spark: Settings, cluster: str, tmp_path: Path
) -> None:
    tables, given, state = (tmp_path / name for name in ("tables", "given", "state"))
    shutil.copytree(tables_from_spark(on_spark).parent / "target", state / "target")
    flows = landed_flows(landed)
    assert flows
    hand_over(landed.build_database, given, flows)
    finished = subprocess.run(
        [
            str(spark_home(landed) / "venv" / "bin" / "python"),
            str(PROJECT_ROOT / "dbt_project" / "spark" / "build.py"),
            *("--given", str(given), "--to", str(tables), "--state", str(state)),
            *(f"--flows={name}={folder}" for name, folder in flows.items()),
            *("--master", cluster, "--set", "spark.executor.memory=768m"),
            *("--select", *CHAIN),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr[-3000:]
    applications = (tmp_path / "cluster.log").read_text()
    assert applications.count("Asked to launch executor") == 2
    built = tables_below(tables)
    assert {"intermediate.int_trade_landed_side", "marts.fct_trade_concentration"} <= set(built)
    assert not unequal(landed.build_database, built)
