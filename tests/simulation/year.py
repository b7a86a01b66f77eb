"""A year in two minutes: `python -m tests.simulation.year`, or `make simulate`.

Drives the project's own sensors, schedules, connectors, landing and refresh through a year of good
and bad days, against a publisher on this machine that speaks real HTTP. Nothing is asked of any
other machine. Prints what happened, day by day; ends with an error if anything was not as it must.

Belongs here: the command. Does not belong here: the days (`steps.py`), the world (`world.py`).
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from orchestration.release import current_release, list_releases, unchanged_release, verify
from orchestration.settings import Settings
from tests.conftest import new_warehouse, run_minerals
from tests.simulation.report import Row, row_of, table, write
from tests.simulation.steps import SPANS, Step
from tests.simulation.world import World, world


def main() -> int:
    """Run a span; 0 when everything was as it must."""
    asked = _arguments()
    logging.disable(logging.CRITICAL)  # Dagster's own log is in the history; the table is enough
    with tempfile.TemporaryDirectory(prefix="minerals-year-") as room:
        warehouse = asked.warehouse or a_release(Path(room))
        rows, summary = run(warehouse, asked.span)
    print(table(rows))
    print(_text(summary))
    if asked.report:
        write(asked.report, rows, summary)
    wrong = [f"{row.day} {row.event}: {fault}" for row in rows for fault in row.faults]
    print("\n".join(["", "Not as it must be:", *wrong] if wrong else ["", "All as it must be."]))
    return 1 if wrong else 0


def run(warehouse: Path, span: str) -> tuple[list[Row], dict[str, Any]]:
    """All steps of a span on a warehouse that has a release."""
    steps = SPANS[span]
    with world(warehouse, steps[0].moment - timedelta(hours=1)) as the_world:
        rows = [_step(the_world, step) for step in steps]
        return rows, _summary(the_world)


def _step(the_world: World, step: Step) -> Row:
    print(f"{step.moment:%d %b}  {step.event}", file=sys.stderr, flush=True)
    before, runs_before = the_world.release(), len(the_world.daemon.runs())
    notified_before = len(_notifications(the_world.settings))
    the_world.go_to(step.moment)
    step.act(the_world)
    for hours in step.turns:
        the_world.go_to(step.moment + timedelta(hours=hours))
        the_world.turn()
    runs = the_world.daemon.runs()[runs_before:]
    return row_of(
        step,
        the_world.new_lines(),
        (before, the_world.release()),
        {
            r.dagster_run.run_id: f"{r.dagster_run.job_name} {r.dagster_run.status.value}"
            for r in runs
        },
        [line["kind"] for line in _notifications(the_world.settings)[notified_before:]],
    )


def _summary(the_world: World) -> dict[str, Any]:
    settings = the_world.settings
    runs = [r.dagster_run for r in the_world.daemon.runs()]
    return {
        "releases": list_releases(settings),
        "served": the_world.release(),
        "is_sound": verify(settings).is_sound,
        "runs": dict(Counter(f"{run.job_name} {run.status.value.lower()}" for run in runs)),
        "requests": the_world.publisher.count(),
        "downloads": the_world.publisher.count(the_world.long_file),
        "notifications": dict(Counter(line["kind"] for line in _notifications(settings))),
    }


def _notifications(settings: Settings) -> list[dict[str, Any]]:
    if not settings.notifications_file.exists():
        return []
    return [json.loads(line) for line in settings.notifications_file.read_text().splitlines()]


def _text(summary: dict[str, Any]) -> str:
    lines = [f"{name}: {value}" for name, value in summary.items()]
    return "\n".join(["", *lines])


def a_release(room: Path) -> Path:
    """A warehouse to begin with: a copy of this checkout's, if that is up to date, or a new one."""
    own, folder = Settings(), room / "warehouse"
    if current_release(own) is not None and unchanged_release(own) is not None:
        for name in ("releases", "build", "critical_minerals.duckdb"):
            source = own.warehouse_dir / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, _made(folder) / name)
        return folder
    print("a first refresh, on the figures that ship", file=sys.stderr, flush=True)
    finished = run_minerals(new_warehouse(folder), "refresh")
    if finished.returncode:
        raise SystemExit(finished.stderr)
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--span", choices=sorted(SPANS), default="year")
    parser.add_argument("--warehouse", type=Path, help="a warehouse with a release; is changed")
    parser.add_argument("--report", type=Path, help="where the rows go as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
