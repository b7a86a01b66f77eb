"""Apache Spark in place of DuckDB for the domains that may outgrow one machine.

Belongs here: handing the raw tables over as Parquet, starting Spark's own environment, and where
its tables are found. Does not belong here: what runs there (`dbt_project/spark`), how a build on
DuckDB takes the tables up (`dbt_project/macros/spark`).

Spark writes tables as Parquet. The build that follows fills the models of the same names from
those files and goes on as always: contracts, data tests, gates and release do not know the engine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.connection import literal, open_memory, quoted
from orchestration.ground.errors import BuildError
from orchestration.ground.progress import report
from orchestration.landing.flows.partitions import readable_partitions
from orchestration.publishers import PUBLISHERS

if TYPE_CHECKING:
    from orchestration.settings import Settings

SELECTED = ("+path:models/trade", "+fct_production", "+fct_concentration")
"""dbt's selection of what Spark builds: trade, and shares and concentration of production."""

_LAST_LINES = 12


def spark_home(settings: Settings) -> Path:
    """The folder of Spark's own environment."""
    return settings.project_root / "warehouse" / ".spark"


def tables_from_spark(settings: Settings) -> Path:
    """Where Spark leaves its tables: a folder `<schema>.db/<table>` each."""
    return settings.build_dir / "spark" / "tables"


def build_on_spark(settings: Settings) -> Path:
    """Build the domains of `SELECTED` on Spark from the raw tables of the build database.

    Returns:
        the folder of its tables; whatever stood there before is gone.

    Raises:
        BuildError: when Spark or Java is not there, or a model failed.
    """
    python = _python(settings)
    tables = tables_from_spark(settings)
    given = tables.parent / "given"
    for folder in (given, tables):
        shutil.rmtree(folder, ignore_errors=True)
    landed = landed_flows(settings)
    hand_over(settings.build_database, given, landed)
    command = [str(python), str(settings.dbt_project_dir / "spark" / "build.py")]
    command += ["--given", str(given), "--to", str(tables)]
    command += [f"--flows={name}={folder}" for name, folder in landed.items()]
    command += ["--state", str(settings.build_dir / "spark"), "--master", settings.spark_master]
    _run([*command, "--select", *SELECTED], lambda line: report("build", f"on Spark, {line}"))
    return tables


def landed_flows(settings: Settings) -> dict[str, Path]:
    """Folders of the sources that have landed partitions, by the relation that dbt reads.

    Spark reads those files as they lie: flows are copied nowhere.
    """
    landed = {partition.source_id for partition in readable_partitions(settings)}
    return {
        source.bulk.relation: settings.trade_dir / f"source={source.source_id}"
        for source in PUBLISHERS
        if source.bulk and source.source_id in landed
    }


def hand_over(database: Path, folder: Path, landed: Collection[str] = ()) -> None:
    """Write the relations of the schemas that dbt reads, `raw` and `trade`, as Parquet.

    Args:
        database: the build database.
        folder: where they go, a folder `<schema>/<relation>` each.
        landed: relations of `trade` that are left out, because Spark reads their own files.
    """
    with open_memory() as connection:
        connection.execute(f"attach {literal(str(database))} as build (read_only)")
        relations = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_catalog = 'build' and table_schema in ('raw', 'trade')"
        ).fetchall()
        for schema, name in relations:
            if schema != "trade" or name not in landed:
                (folder / schema / name).mkdir(parents=True)
                target = literal(str(folder / schema / name / "part-0.parquet"))
                source = f"build.{schema}.{quoted(name)}"
                connection.execute(f"copy (from {source}) to {target} (format parquet)")


def _python(settings: Settings) -> Path:
    python = spark_home(settings) / "venv" / "bin" / "python"
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    if not python.exists() or not java:
        raise BuildError(
            "Spark cannot be started",
            where=str(spark_home(settings)),
            expected="Spark's own environment, and Java 17",
            found="no environment" if not python.exists() else "no Java",
            way_out="make spark-setup, which says what is missing",
        )
    return python


def _run(command: list[str], on_line: Callable[[str], None]) -> None:
    """Run to the end, passing lines on; what failed becomes the error."""
    lines: list[str] = []
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            on_line(line.rstrip())
    if process.returncode != 0:
        failed = [line for line in lines if line.startswith("failed: ")]
        raise BuildError(
            "The build on Spark failed",
            where=command[1],
            found="\n".join((failed or lines)[-_LAST_LINES:]),
            way_out="each line names a model; nothing was released",
        )
