"""One question to several engines: who sold what of each code in each year, and with what share.

Each engine runs in a process of its own, with the library as its makers show it, on two threads; it
writes one Parquet file, so that nobody may leave work out. DuckDB has the project's environment,
Polars and DataFusion the bench's, Spark its own.

Belongs here: the question in each engine's words. Does not belong here: timing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

SQL = """
with sold as (
    select
        year, hs_code, exporter_code, sum(value_usd) as value_usd, sum(net_kg) as net_kg
    from flows group by year, hs_code, exporter_code
)
select
    *,
    100 * cast(value_usd as double) / sum(value_usd) over (partition by year, hs_code) as share_pct,
    rank() over (partition by year, hs_code order by value_usd desc) as share_rank
from sold
"""


def duckdb(folder: str, out: Path) -> None:
    """DuckDB."""
    import duckdb as engine

    flows = f"read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"
    with engine.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute(f"create view flows as from {flows}")
        connection.execute(f"copy ({SQL}) to '{out / 'sold.parquet'}'")


def polars(folder: str, out: Path) -> None:
    """Polars, its streaming engine."""
    os.environ["POLARS_MAX_THREADS"] = "2"
    import polars as pl

    code_year = ["year", "hs_code"]
    value = pl.col("value_usd")
    (
        pl.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=True)
        .group_by([*code_year, "exporter_code"])
        .agg(value.sum(), pl.col("net_kg").sum())
        .with_columns(
            share_pct=100 * value / value.sum().over(code_year),
            share_rank=value.rank("min", descending=True).over(code_year),
        )
        .sink_parquet(out / "sold.parquet", engine="streaming")
    )


def datafusion(folder: str, out: Path) -> None:
    """DataFusion."""
    import pyarrow as pa
    from datafusion import SessionConfig, SessionContext

    context = SessionContext(SessionConfig().with_target_partitions(2))
    partitions = [("edition", pa.string()), ("hs", pa.string()), ("year", pa.int32())]
    context.register_parquet("flows", folder, table_partition_cols=partitions)
    context.sql(SQL).write_parquet(str(out / "sold"))


def spark(folder: str, out: Path) -> None:
    """Spark, one process with two threads."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.memory", "2g")
        .getOrCreate()
    )
    session.read.parquet(folder).createOrReplaceTempView("flows")
    session.sql(SQL).write.parquet(str(out / "sold"))
    gateway = session.sparkContext._gateway
    session.stop()
    # Its CPU counts once the virtual machine has ended and was waited for.
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


if __name__ == "__main__":
    {each.__name__: each for each in (duckdb, polars, datafusion, spark)}[sys.argv[1]](
        sys.argv[2], Path(sys.argv[3])
    )
