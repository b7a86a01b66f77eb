"""What trade costs at size, in CPU seconds and memory: prints, judges nothing.

Run with `make bench-trade ROWS=1e7`, or with several sizes, `ROWS=1e6,1e7`: the last is measured
whole, the others for what a flow costs among fewer. CPU seconds, because other work on the machine
stretches the clock more than the work; every measured thing is a process of its own and counts with
its children. Python and dbt take a few seconds and 250 MB whatever the rows: the same process
without landed flows is measured too and taken off where the SQL is meant.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT_ROOT
from tests.benchmarks.refresh import BIN, Run, run
from tests.benchmarks.trade import generate
from tests.engines.equal import difference

SIZES = [int(float(size)) for size in os.environ.get("ROWS", "1e6").split(",")]
ROWS = SIZES[-1]
MEMORY = os.environ.get("MEMORY", "220MB")
EXPORTERS = ("+fct_trade_exporter",)
ALL = ("path:models/trade",)
BY_PARTITION = "int_trade_landed_side"
CHANGED = 2019
HERE = Path(__file__).parent
SPARK, OTHERS = (
    PROJECT_ROOT / "warehouse" / name / "venv" / "bin" / "python" for name in (".spark", ".bench")
)
COLUMNS = {
    "trade_exporter": "edition_id, hs_edition, hs_code, year, country_id, value_usd, net_kg, "
    "kg_missing_value_pct, share_pct, rank_value, rank_weight, may_be_reexport",
    "unit_value": "edition_id, hs_edition, hs_code, year, value_usd, net_kg, kg_missing_value_pct, "
    "usd_per_kg, usd_per_kg_median, exporter_count, priced_count, outlier_count, outlier_value_pct",
}


def print_line(label: str, value: str) -> None:
    """One line of the result."""
    print(f"  {label:58} {value}", flush=True)


def cost(label: str, measured: Run) -> Run:
    """Print what a process took."""
    print_line(label, f"{measured.cpu:8.1f} CPU s {measured.peak_mib:8.0f} MiB")
    return measured


def environment(home: Path) -> dict[str, str]:
    """The variables of a warehouse in a folder."""
    return {
        "MINERALS_WAREHOUSE_DIR": str(home),
        "DAGSTER_HOME": str(home / "dagster_home"),
        "MINERALS_BUILD_MEMORY": MEMORY,
        "PYTHONPATH": str(PROJECT_ROOT),
    }


def models(home: Path, *selected: str) -> Run:
    """Let dbt build a selection in a process of its own."""
    python = [str(BIN / "python"), "-m", "tests.benchmarks.trade.models", str(home), *selected]
    return run(python, environment(home))


def new_warehouse(home: Path) -> None:
    """A warehouse after one refresh on the figures that ship, without landed flows."""
    (home / "dagster_home").mkdir(parents=True)
    shutil.copy(PROJECT_ROOT / "warehouse/dagster_home/dagster.yaml", home / "dagster_home")
    run([str(BIN / "minerals"), "refresh"], environment(home))


def forget_flows(home: Path) -> None:
    """Drop what was filled partition by partition, so that everything is filled anew."""
    with duckdb.connect(str(home / "build" / "critical_minerals.duckdb")) as connection:
        connection.execute(f"drop table if exists intermediate.{BY_PARTITION}")


def compare_by_hand(home: Path, base: Run) -> None:
    """Two marts from the flows: by the models, and by hand; they must be equal."""
    by_models = cost(
        "models, up to fct_trade_exporter (with dbt's own start)", models(home, *EXPORTERS)
    )
    database = home / "by_hand.duckdb"
    script = [str(BIN / "python"), "-m", "tests.benchmarks.trade.by_hand"]
    by_hand = cost(
        "the same two tables by hand",
        run([*script, str(home / "trade"), str(database), MEMORY], environment(home)),
    )
    start = run([str(BIN / "python"), "-c", "import duckdb, orchestration.settings"], {})
    ratio = (by_models.cpu - base.cpu) / (by_hand.cpu - start.cpu)
    print_line("models against by hand, both without their start", f"{ratio:8.2f} x")
    with duckdb.connect(str(home / "build/critical_minerals.duckdb"), read_only=True) as connection:
        connection.execute(f"attach '{database}' as by_hand (read_only)")
        for table, columns in COLUMNS.items():
            ours = (
                f"(select {columns} from marts.fct_{table} where edition_id = '{generate.EDITION}'"
            )
            theirs = f"(select {columns} from by_hand.{table})"
            since = f" and year >= {generate.YEARS[0]} and hs_edition = '{generate.HS}')"
            print_line(f"fct_{table} equal", str(difference(connection, ours + since, theirs)))


def compare_engines(folder: Path, out: Path) -> None:
    """One question to every engine that is set up here."""
    first = 0.0
    for name, python in (
        ("duckdb", BIN / "python"),
        ("polars", OTHERS),
        ("datafusion", OTHERS),
        ("spark", SPARK),
    ):
        if not python.exists():
            print_line(name, "not set up (make bench-setup, make spark-setup)")
            continue
        (out / name).mkdir()
        command = [str(python), str(HERE / "engines.py"), name, str(folder), str(out / name)]
        measured = cost(f"shares of exporters by {name}", run(command, {}))
        first = first or measured.cpu
        print_line("", f"{measured.cpu / first:8.2f} x DuckDB")


def cost_of_flows(home: Path, size: int, base: Run) -> float:
    """Generate flows and let all models of trade take them up; CPU seconds for one flow."""
    rows = generate.generate(home / "trade", size)
    parts_size = sum(part.stat().st_size for part in (home / "trade").rglob("*.parquet"))
    years = len(generate.YEARS)
    print_line("flows generated", f"{rows:,} in {years} years, {parts_size / 2**20:,.0f} MiB")
    whole = cost(f"all models of trade, memory limit {MEMORY}", models(home, *ALL))
    net = whole.cpu - base.cpu
    print_line("of that for the flows", f"{net:8.1f} CPU s, {1e6 * net / rows:.2f} µs a row")
    return net / rows


def compare_one_year(home: Path) -> None:
    """Read one changed year again, and every year."""
    with duckdb.connect() as connection:
        generate.prepare(connection)
        generate.write_year(connection, home / "trade", ROWS, CHANGED, revision=2)
    changed = cost(f"{CHANGED} changed: its partition is read again", models(home, BY_PARTITION))
    forget_flows(home)
    every = cost("every partition is read again", models(home, BY_PARTITION))
    start = models(home, BY_PARTITION)
    ratio = (changed.cpu - start.cpu) / (every.cpu - start.cpu)
    print_line(
        "one year of all, without dbt's start", f"{ratio:8.3f} = 1/{1 / max(ratio, 1e-9):.0f}"
    )


def measure(home: Path) -> None:
    """Generate, build, change a year, compare."""
    new_warehouse(home)
    models(home, *EXPORTERS)
    empty, empty_all = models(home, *EXPORTERS), models(home, *ALL)
    cost("the models of trade without landed flows", empty_all)
    before = 0.0
    for size in SIZES:
        each = cost_of_flows(home, size, empty_all)
        if before:
            print_line("a row, against one of the size before", f"{each / before:8.2f} x")
        before = each
    compare_one_year(home)
    forget_flows(home)
    compare_by_hand(home, empty)
    compare_engines(home / "trade" / "source=baci", home)


def main() -> None:
    """Measure in a folder that is removed afterwards."""
    print(f"bench-trade: {ROWS:,} flows asked for", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench_trade_") as folder:
        measure(Path(folder) / "warehouse")


if __name__ == "__main__":
    sys.exit(main())
