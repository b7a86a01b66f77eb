"""How a refresh compares with a bare dbt build of the same project: prints ratios, judges nothing.

Run with `make bench`. Every measured command is a fresh process on a temporary warehouse; the two
commands alternate, so that a machine that gets slower meanwhile slows both.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
BIN = Path(sys.executable).parent
PROJECT = Path(__file__).resolve().parents[2]


class Run(NamedTuple):
    """One finished process."""

    seconds: float
    peak_mib: float
    output: str


def run(command: Sequence[str], environment: dict[str, str]) -> Run:
    """Run a command to its end and read its peak memory from the operating system."""
    with tempfile.TemporaryFile() as out:
        started = time.monotonic()
        pid = os.posix_spawn(
            command[0],
            list(command),
            {**os.environ, **environment},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, out.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, out.fileno(), 2),
            ],
        )
        _, status, usage = os.wait4(pid, 0)
        seconds = time.monotonic() - started
        out.seek(0)
        output = out.read().decode(errors="replace")
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{output}")
    return Run(seconds, usage.ru_maxrss / 1024, output)


def measure(folder: Path) -> dict[str, list[Run]]:
    """Alternate the commands; each round starts from an empty warehouse."""
    runs: dict[str, list[Run]] = {"refresh": [], "unchanged": [], "dbt build": []}
    for number in range(ROUNDS):
        home = folder / f"round_{number}"
        home.mkdir()
        shutil.copytree(
            PROJECT / "warehouse" / "dagster_home",
            home / "dagster_home",
            ignore=lambda _, names: [n for n in names if n != "dagster.yaml"],
        )
        environment = {
            "MINERALS_WAREHOUSE_DIR": str(home),
            "MINERALS_BUILD_DATABASE": str(home / "build" / "critical_minerals.duckdb"),
            "DAGSTER_HOME": str(home / "dagster_home"),
            "COLUMNS": "100",
        }
        refresh = [str(BIN / "minerals"), "refresh"]
        dbt = [
            str(BIN / "dbt"),
            "build",
            "--quiet",
            "--no-partial-parse",
            "--project-dir",
            str(PROJECT / "dbt_project"),
            "--profiles-dir",
            str(PROJECT / "dbt_project"),
            "--target-path",
            str(home / "bare_target"),
            "--log-path",
            str(home / "bare_logs"),
        ]
        runs["refresh"].append(run(refresh, environment))
        runs["unchanged"].append(run(refresh, environment))
        runs["dbt build"].append(run(dbt, environment))
    return runs


def main() -> None:
    """Print medians, ratios, peak memory and where the time of the last refresh went."""
    with tempfile.TemporaryDirectory() as folder:
        runs = measure(Path(folder))
    median = {name: statistics.median(r.seconds for r in found) for name, found in runs.items()}
    for name, found in runs.items():
        times = ", ".join(f"{r.seconds:.1f}" for r in found)
        peak = max(r.peak_mib for r in found)
        print(f"{name:<10} median {median[name]:5.1f} s  ({times})  peak {peak:,.0f} MiB")
    for over, under, aim in (("refresh", "dbt build", 2.0), ("unchanged", "refresh", 0.5)):
        print(f"{over} / {under}: {median[over] / median[under]:.2f}  (aim: at most {aim})")
    print("\nwhere the time of a refresh goes:")
    steps = (line for line in runs["refresh"][-1].output.splitlines() if line.startswith("✓"))
    print("\n".join(steps))


if __name__ == "__main__":
    main()
