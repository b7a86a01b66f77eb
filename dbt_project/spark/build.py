"""Builds a part of the dbt project on Apache Spark: Parquet in, Parquet out.

Runs in Spark's own environment, not in the project's: `minerals refresh --engine spark` and
`make test-spark` call it. Belongs here: the Spark session that dbt joins, and what it is given and
leaves behind. Does not belong here: what is modelled (`models`), SQL that differs between engines
(`macros`), what becomes of the tables (`orchestration/build/spark.py`).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
RESULTS = frozenset({"LogSeedResult", "LogModelResult"})
# The catalog lives as long as the session: its tables are Parquet files, and those are what stays.
SESSION = {
    "spark.app.name": "minerals",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.legacy.createHiveTableByDefault": "false",
    # A text that is no number is an error here as it is on DuckDB, and so is a sum that overflows.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def say(text: str) -> None:
    """One line for whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def session(master: str, warehouse: str, more: Sequence[str]) -> Any:
    """The session that dbt's method `session` finds: it takes the active one of its process.

    Args:
        master: `local[2]`, or a cluster's address such as `spark://127.0.0.1:7077`.
        warehouse: folder or object store in which every schema is a folder of Parquet tables.
        more: further settings as `name=value`.
    """
    from pyspark.sql import SparkSession

    if master.startswith("local") or "//127.0.0.1:" in master:
        # Without it the driver asks the name server who it is, and waits where there is none.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).config("spark.sql.warehouse.dir", warehouse)
    for name, value in {**SESSION, **dict(item.split("=", 1) for item in more)}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def take_up(spark: Any, folder: Path) -> None:
    """Show dbt each folder `<schema>/<table>` of Parquet files as that table."""
    for schema in sorted(path for path in folder.iterdir() if path.is_dir()):
        spark.sql(f"create schema if not exists {schema.name}")
        for table in sorted(path for path in schema.iterdir() if path.is_dir()):
            show(spark, f"{schema.name}.{table.name}", str(table.resolve()))


def show(spark: Any, name: str, location: str) -> None:
    """Register Parquet files where they lie."""
    place = location.replace("'", "\\'")
    spark.sql(f"create table {name} using parquet location '{place}'")


def take_up_flows(spark: Any, name: str, folder: str) -> None:
    """Show dbt the landed partitions of a source, with what their folders say, as `trade.<name>`.

    The folders are named `edition=`, `hs=`, `year=` and, for monthly flows, `month=`.
    """
    spark.sql("create schema if not exists trade")
    parts = f"trade.{name}_parts"
    show(spark, parts, folder)
    spark.sql(f"msck repair table {parts}")
    named = {"edition": "edition as edition_id", "hs": "hs as hs_edition"}
    columns = spark.table(parts).columns
    chosen = [named.get(column, column) for column in columns]
    if "month" not in columns:
        chosen.append("cast(null as int) as month")
    spark.sql(f"create view trade.{name} as select {', '.join(chosen)} from {parts}")  # noqa: S608


def run_dbt(arguments: Sequence[str], state: Path) -> int:
    """Seeds and models of a selection, a line for each as it ends; 1 where one failed."""
    from dbt.cli.main import dbtRunner
    from dbt_common.events.functions import msg_to_dict

    def print_result(message: Any) -> None:
        if message.info.name in RESULTS:
            data = msg_to_dict(message)["data"]
            say(f"{data['index']} of {data['total']} {data['node_info']['node_name']}")

    where = ["--project-dir", PROJECT, "--profiles-dir", PROJECT]
    where += ["--target-path", state / "target", "--log-path", state / "logs"]
    kinds = ["--resource-type", "seed", "--resource-type", "model"]
    command = ["build", "--quiet", "--target", "spark", *map(str, where), *kinds, *arguments]
    outcome = dbtRunner(callbacks=[print_result]).invoke(command)
    if outcome.exception is not None:
        say(f"failed: {outcome.exception}")
    for result in getattr(outcome.result, "results", None) or ():
        if str(result.status) in {"error", "fail"}:
            say(f"failed: {result.node.name}: {' '.join(str(result.message).split())}")
    return 0 if outcome.success else 1


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--given", type=Path, required=True, help="<schema>/<table> of Parquet")
    parser.add_argument("--flows", action="append", default=[], help="<relation>=<folder>, landed")
    parser.add_argument("--to", required=True, help="where tables go: a folder or an object store")
    parser.add_argument("--state", type=Path, required=True, help="folder of dbt's own files")
    parser.add_argument("--master", default="local[2]", help="Spark's master")
    parser.add_argument("--set", action="append", default=[], help="a setting of Spark, name=value")
    given, arguments = parser.parse_known_args()
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    spark = session(given.master, given.to, given.set)
    try:
        take_up(spark, given.given)
        for item in given.flows:
            take_up_flows(spark, *item.split("=", 1))
        return run_dbt(arguments, given.state.resolve())
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
