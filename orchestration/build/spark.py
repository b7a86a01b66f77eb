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
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.connection import literal, open_memory
from orchestration.ground.errors import BuildError
from orchestration.ground.progress import report

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
    shutil.rmtree(tables.parent / "raw", ignore_errors=True)
    shutil.rmtree(tables, ignore_errors=True)
    hand_over(settings.build_database, tables.parent / "raw")
    command = [str(python), str(settings.dbt_project_dir / "spark" / "build.py")]
    command += ["--raw", str(tables.parent / "raw"), "--to", str(tables)]
    command += ["--state", str(settings.build_dir / "spark"), "--master", settings.spark_master]
    _run([*command, "--select", *SELECTED], lambda line: report("build", f"on Spark, {line}"))
    return tables


def hand_over(database: Path, folder: Path) -> None:
    """Write every table of the schema `raw` as Parquet files in a folder of its name."""
    with open_memory() as connection:
        connection.execute(f"attach {literal(str(database))} as build (read_only)")
        names = connection.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = 'build' and table_schema = 'raw'"
        ).fetchall()
        for (name,) in names:
            (folder / name).mkdir(parents=True)
            target = literal(str(folder / name / "part-0.parquet"))
            connection.execute(f'copy build.raw."{name}" to {target} (format parquet)')


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
