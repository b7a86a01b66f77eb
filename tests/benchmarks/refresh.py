"""What the daily commands cost, as ratios of CPU seconds: prints, judges nothing.

Run with `make bench`. Every command is a process of its own on a temporary warehouse and a copy of
the project, and counts with its children. CPU seconds, because other work on the machine stretches
the clock more than the work. `make bench WITH='quick test'` measures these make targets as well.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
BIN = Path(sys.executable).parent
PROJECT = Path(__file__).resolve().parents[2]
SEED = "dbt_project/seeds/claims/claims.csv"
FIRST = "first refresh"


class Run(NamedTuple):
    """One finished process."""

    cpu: float
    seconds: float
    peak_mib: float
    output: str


def run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command to its end; the operating system says what it and its children used."""
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
    cpu = usage.ru_utime + usage.ru_stime
    return Run(cpu, seconds, usage.ru_maxrss / 1024, output)


def measure(home: Path) -> dict[str, Run]:
    """One round, from an empty warehouse."""
    project, warehouse = home / "project", home / "warehouse"
    for part in ("dbt_project", "expectations"):
        ignored = shutil.ignore_patterns("target", "logs")
        shutil.copytree(PROJECT / part, project / part, ignore=ignored)
    (warehouse / "dagster_home").mkdir(parents=True)
    shutil.copy(PROJECT / "warehouse/dagster_home/dagster.yaml", warehouse / "dagster_home")
    environment = {
        "MINERALS_PROJECT_ROOT": str(project),
        "MINERALS_WAREHOUSE_DIR": str(warehouse),
        "DAGSTER_HOME": str(warehouse / "dagster_home"),
        "COLUMNS": "100",
    }
    refresh = [str(BIN / "minerals"), "refresh"]
    runs = {FIRST: run(refresh, environment)}
    for name in ("a seed row changed", "another row of it"):
        _change_a_row(project / SEED)
        runs[name] = run(refresh, environment)
    model = [str(BIN / "minerals"), "build", "--select", "dim_claim"]
    runs["one model"] = run(model, environment)
    _change_a_row(project / SEED)
    run(refresh, environment)
    runs["unchanged"] = run(refresh, environment)
    return runs


def _change_a_row(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Kazakhstan", "Kazakhstan now", 1), encoding="utf-8")


def main(targets: Sequence[str]) -> None:
    """Print medians of CPU seconds, ratios to the first refresh, and peak memory."""
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(measure(Path(folder)))
    found = {name: [runs[name] for runs in rounds] for name in rounds[0]}
    make = shutil.which("make") or "/usr/bin/make"
    found |= {f"make {name}": [run([make, "-C", str(PROJECT), name], {})] for name in targets}
    first = statistics.median(r.cpu for r in found[FIRST])
    for name, runs in found.items():
        cpu = statistics.median(r.cpu for r in runs)
        seconds = statistics.median(r.seconds for r in runs)
        peak = max(r.peak_mib for r in runs)
        print(
            f"{name:<20} {cpu:6.1f} CPU s  {cpu / first:5.2f} of a first refresh"
            f"  {seconds:6.1f} s  peak {peak:,.0f} MiB"
        )
    print("\nwhere the time of the last refresh of a changed row goes:")
    lines = found["another row of it"][-1].output.splitlines()
    print("\n".join(line for line in lines if line.startswith("✓")))


if __name__ == "__main__":
    main(sys.argv[1:])
