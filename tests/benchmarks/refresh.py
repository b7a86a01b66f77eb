"""What the daily commands cost, as ratios of CPU seconds: prints, judges nothing.

Run with `make bench`. Every command is a process of its own on a temporary warehouse and a copy of
the project, and counts with its children; its line is printed as it ends. CPU seconds, because
other work on the machine stretches the clock more than the work. The make targets come last, the
longest at the end; `make bench WITH=` leaves them out, `BENCH_ROUNDS=3` adds medians.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "1"))
BIN = Path(sys.executable).parent
PROJECT = Path(__file__).resolve().parents[2]
SEED = "dbt_project/seeds/claims/claims.csv"
FIRST = "first refresh"
ANOTHER = "another row of it"


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


def measure(home: Path) -> Iterator[tuple[str, Run]]:
    """One round, from an empty warehouse, command by command."""
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
    yield FIRST, run(refresh, environment)
    for name in ("a seed row changed", ANOTHER):
        _change_a_row(project / SEED)
        yield name, run(refresh, environment)
    model = [str(BIN / "minerals"), "build", "--select", "dim_claim"]
    yield "one model", run(model, environment)
    _change_a_row(project / SEED)
    run(refresh, environment)
    yield "unchanged", run(refresh, environment)


def _change_a_row(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Kazakhstan", "Kazakhstan now", 1), encoding="utf-8")


def main(targets: Sequence[str]) -> None:
    """Print CPU seconds, their ratio to a first refresh, and peak memory of each command."""
    found: dict[str, list[Run]] = {}
    for number in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            for name, one in measure(Path(folder)):
                found.setdefault(name, []).append(one)
                _print(name, [one], found[FIRST][number].cpu)
    if ROUNDS > 1:
        print(f"\nmedians of {ROUNDS} rounds:")
        for name, runs in found.items():
            _print(name, runs, _cpu(found[FIRST]))
    make = shutil.which("make") or "/usr/bin/make"
    for name in targets:
        _print(f"make {name}", [run([make, "-C", str(PROJECT), name], {})], _cpu(found[FIRST]))
    print("\nwhere the time of the last refresh of a changed row went:")
    lines = found[ANOTHER][-1].output.splitlines()
    print("\n".join(line for line in lines if line.startswith("✓")))


def _cpu(runs: Sequence[Run]) -> float:
    return statistics.median(one.cpu for one in runs)


def _print(name: str, runs: Sequence[Run], first: float) -> None:
    """One line, at once: whoever interrupts a bench keeps what it has found."""
    seconds = statistics.median(one.seconds for one in runs)
    peak = max(one.peak_mib for one in runs)
    print(
        f"{name:<20} {_cpu(runs):6.1f} CPU s  {_cpu(runs) / first:5.2f} of a first refresh"
        f"  {seconds:6.1f} s  peak {peak:,.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
