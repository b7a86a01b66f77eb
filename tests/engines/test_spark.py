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

from orchestration.build.spark import spark_home, tables_from_spark
from orchestration.release import current_release
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, new_warehouse, run_minerals
from tests.engines.equal import difference

pytestmark = [pytest.mark.spark, pytest.mark.slow]

TRADE = {path.stem for path in (PROJECT_ROOT / "dbt_project/models/trade").glob("*.sql")}
PRODUCTION = {"fct_production", "fct_concentration"}
# Seeds are read by each engine with the integers that its adapter chooses; nobody reads them here.
BUILT = ("core", "intermediate", "marts")


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


def unequal(database: Path, tables: dict[str, Path]) -> dict[str, object]:
    """Tables that differ between DuckDB's build and Spark's files, and how."""
    found = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, folder in tables.items():
            compared = difference(connection, name, f"read_parquet('{folder}/**/*.parquet')")
            if not compared.is_none:
                found[name] = compared
    return found


def test_every_table_is_duckdbs_own(released: Settings, on_spark: Settings) -> None:
    tables = tables_below(tables_from_spark(on_spark))
    assert {name.split(".")[1] for name in tables} >= TRADE | PRODUCTION
    assert len(TRADE) > 10
    assert not unequal(released.build_database, tables)


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
        until = time.monotonic() + 120
        while (tmp_path / "cluster.log").read_text().count("Registering worker") < 2:
            assert time.monotonic() < until, (tmp_path / "cluster.log").read_text()
            time.sleep(0.5)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)
        log.close()


def test_a_cluster_of_two_workers_builds_the_same(
    released: Settings, on_spark: Settings, cluster: str, tmp_path: Path
) -> None:
    tables, state = tmp_path / "tables", tmp_path / "state"
    shutil.copytree(tables_from_spark(on_spark).parent / "target", state / "target")
    finished = subprocess.run(
        [
            str(spark_home(on_spark) / "venv" / "bin" / "python"),
            str(PROJECT_ROOT / "dbt_project" / "spark" / "build.py"),
            *("--given", str(tables_from_spark(on_spark).parent / "given"), "--to", str(tables)),
            *("--state", str(state), "--master", cluster, "--set", "spark.executor.memory=768m"),
            *("--select", "+fct_trade_concentration"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr[-3000:]
    applications = (tmp_path / "cluster.log").read_text()
    assert applications.count("Asked to launch executor") == 2
    built = tables_below(tables)
    assert "marts.fct_trade_concentration" in built
    assert not unequal(released.build_database, built)
