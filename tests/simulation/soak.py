"""A day of the daemon in minutes: `python -m tests.simulation.soak`, or `make soak`.

Twenty-four simulated hours, half an hour a round: a daemon in a process of its own, on the
project's sensors and schedules, is killed or stopped at random and started again; the survey
publishes meanwhile; two refreshes begin at once; a reader never stops; the clock is put forward and
back by an hour and, for three rounds, to a wrong year. No round begins after fifteen minutes of
real time; a day that was cut off by that is not as it must be. It prints what it came to.

Dagster's sensors and schedules go on from what was last: after the wrong year somebody starts the
daemon again, as the guide says.

Belongs here: the day, the reader, what must hold afterwards.
Does not belong here: the rounds of one daemon (`daemon_process.py`), publishers' days (`year.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import dagster as dg

from orchestration.release import current_release, verify
from orchestration.settings import Settings
from orchestration.upkeep.history import open_history
from tests.conftest import MINERALS, PROJECT_ROOT, environment_of
from tests.fetching.publisher import Publisher
from tests.fetching.replays import ScienceBase, WorldBank
from tests.landing.printer import print_edition
from tests.simulation.daemon import fresh_home
from tests.simulation.world import YEAR, environment, scores
from tests.simulation.year import a_release

HOURS, ROUND = 24, timedelta(minutes=30)
BEGINS = datetime(YEAR, 3, 28, 0, tzinfo=UTC)
"""The night in which clocks of Europe go forward; that of the machine does, and back."""
LONGEST_SECONDS = 900.0
PUBLISHED, TWO_AT_ONCE = 14, 30
JUMPS = {3: timedelta(hours=1), 10: -timedelta(hours=1)}
WRONG_YEAR = range(5, 8)
GROWS_BY_MB, GROWS_BY = 25.0, 1.10
READER = """
import json, sys, time
from pathlib import Path
from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings
settings, errors, reads, seen = Settings(warehouse_dir=Path(sys.argv[1])), [], 0, set()
def memory():
    fields = Path("/proc/self/status").read_text().split()
    return int(fields[fields.index("VmRSS:") + 1]) / 1024
first = 0.0
while not (settings.warehouse_dir / "stop").exists():
    try:
        with open_served(settings) as reader:
            row = reader.execute("select count(*), sum(quantity_tonnes) from marts.fct_production")
            seen.add(str(row.fetchall()))
            if reader.execute("select count(*) from marts.dim_country").fetchall()[0][0] < 100:
                errors.append("too few countries")
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
    reads += 1
    if reads <= 50:
        first = memory()
    time.sleep(0.05)
said = {"reads": reads, "errors": errors[:5], "seen": len(seen), "memory": [first, memory()]}
print(json.dumps(said))
"""


class Rounds(NamedTuple):
    """What one daemon process said before it ended: memory in MB by round, and how it ended."""

    memory: list[float]
    ended: str


class Day:
    """A warehouse, its publisher, one daemon after another."""

    def __init__(self, settings: Settings, publisher: Publisher, random: Random) -> None:
        self.settings, self.random = settings, random
        self.shelf = ScienceBase(publisher)
        self.shelf.edition(YEAR - 1, {})
        WorldBank(publisher).update(scores(), updated="2024-11-05")
        self.base_url = publisher.base_url
        self.lives: list[Rounds] = []
        self.notes: list[str] = []
        self.wrong: list[str] = []
        self._daemon: subprocess.Popen[str] | None = None
        self._memory: list[float] = []

    def round(self, number: int, moment: datetime) -> None:
        """One round of the daemon, at a moment of the simulated clock."""
        self._begin()
        daemon = self._daemon
        assert daemon is not None
        assert daemon.stdin is not None
        assert daemon.stdout is not None
        daemon.stdin.write(moment.isoformat() + "\n")
        daemon.stdin.flush()
        if self.random.random() < 0.08:
            time.sleep(self.random.random() * 3)
            self.end("killed in the middle of a round", kill=True)
            return
        line = daemon.stdout.readline()
        if not line:
            self.end("died by itself", kill=True)
            self.wrong.append(f"round {number}: the daemon died")
            return
        said = json.loads(line)
        self._memory.append(said["memory"])
        self.wrong += [f"round {number}: {problem}" for problem in said["problems"]]
        if self.random.random() < 0.06:
            self.end("stopped between two rounds", kill=False)

    def _begin(self) -> None:
        if self._daemon is None:
            # by the word after the module `end_dead_runs` knows a living process of ours
            place = (str(self.settings.warehouse_dir), self.base_url)
            self._daemon = subprocess.Popen(
                [sys.executable, "-m", "tests.simulation.daemon_process", "minerals", *place],
                cwd=PROJECT_ROOT,
                env={**os.environ, "TZ": "Europe/Berlin"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )

    def end(self, how: str, *, kill: bool) -> None:
        """End the daemon's process; the next round starts another."""
        if self._daemon is None:
            return
        (self._daemon.kill if kill else self._daemon.terminate)()
        self._daemon.communicate()
        self.lives.append(Rounds(self._memory, how))
        self._daemon, self._memory = None, []

    def publish(self) -> None:
        """The survey's next edition."""
        files = print_edition(YEAR)
        self.shelf.edition(YEAR, files, version="", published_on=f"{YEAR}-03-27")

    def two_at_once(self) -> None:
        """Two commands refresh at the same moment: one does it, the other says why it does not."""
        variables = environment(self.settings.warehouse_dir, self.base_url)
        both = [
            subprocess.Popen(
                [str(MINERALS), "refresh", "--force"],
                env={**environment_of(self.settings), **variables},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        said = [running.communicate() for running in both]
        codes = sorted(running.returncode for running in both)
        self.notes.append(f"two refreshes at once: exit codes {codes}")
        if codes not in ([0, 0], [0, 7]):
            self.wrong.append(f"two refreshes at once ended with {codes}: {said}")


@contextmanager
def a_reader(settings: Settings) -> Iterator[list[dict[str, Any]]]:
    """A reader that never stops; what it saw is there after the block."""
    found: list[dict[str, Any]] = []
    reading = subprocess.Popen(
        [sys.executable, "-c", READER, str(settings.warehouse_dir)],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield found
    finally:
        (settings.warehouse_dir / "stop").touch()
        found.append(json.loads(reading.communicate()[0]))


def main() -> int:
    """Run the day; 0 when everything was as it must."""
    seed = int(os.environ.get("SEED") or "20261126")
    random = Random(seed)  # noqa: S311 - the day must come again
    with tempfile.TemporaryDirectory(prefix="minerals-soak-") as room, Publisher() as publisher:
        settings = Settings(warehouse_dir=_arguments().warehouse or a_release(Path(room)))
        fresh_home(settings.dagster_home)
        day, until = Day(settings, publisher, random), time.monotonic() + LONGEST_SECONDS
        with a_reader(settings) as reader:
            hours = _rounds(day, until)
        wrong = day.wrong + afterwards(day, reader[0])
        report = _report(seed, hours, day, reader[0])
    end = ["Not as it must be:", *wrong] if wrong else ["All as it must be."]
    sys.stdout.write("\n".join([report, "", *end, ""]))
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--warehouse", type=Path, help="a warehouse with a release; is changed")
    return parser.parse_args()


def _rounds(day: Day, until: float) -> float:
    """All rounds, or as many as fit; says how many hours of the simulated clock they were."""
    ahead = timedelta()
    count = int(HOURS * 3600 / ROUND.total_seconds())
    for number in range(count):
        if time.monotonic() > until:
            day.wrong.append(f"the fifteen minutes were over after {number} of {count} rounds")
            break
        ahead += JUMPS.get(number, timedelta())
        moment = BEGINS + number * ROUND + ahead
        if number in WRONG_YEAR:
            moment = moment.replace(year=YEAR + 1)
        if number == WRONG_YEAR.stop:
            day.end("started again by a person, the clock mended", kill=False)
        if number == PUBLISHED:
            day.publish()
        if number == TWO_AT_ONCE:
            day.two_at_once()
        sys.stderr.write(f"{moment:%Y-%m-%d %H:%M}\n")
        day.round(number, moment)
    else:
        number = count
    day.end("the day was over", kill=False)
    return number * ROUND.total_seconds() / 3600


def afterwards(day: Day, reader: dict[str, Any]) -> list[str]:
    """What must hold when the day is over."""
    wrong = [f"a reader met: {error}" for error in reader["errors"]]
    found = verify(day.settings)
    wrong += [f"release: {problem}" for problem in found.problems]
    wrong += [] if current_release(day.settings) else ["nothing is released"]
    wrong += [] if reader["seen"] > 1 else ["nobody could read the edition of the day"]
    wrong += [
        f"a daemon grew from {life.memory[2]:.0f} to {life.memory[-1]:.0f} MB"
        for life in day.lives
        if len(life.memory) > 8 and _grew(life.memory[2], life.memory[-1])
    ]
    first, last = reader["memory"]
    wrong += [f"the reader grew from {first:.0f} to {last:.0f} MB"] if _grew(first, last) else []
    unfinished = [run for run in _runs(day.settings) if not run.is_finished]
    wrong += [f"a run of {run.job_name} is {run.status.value}" for run in unfinished]
    return wrong


def _grew(first: float, last: float) -> bool:
    return last > first * GROWS_BY + GROWS_BY_MB


def _runs(settings: Settings) -> list[dg.DagsterRun]:
    with open_history(settings.dagster_home) as instance:
        return list(instance.get_runs())


def _report(seed: int, hours: float, day: Day, reader: dict[str, Any]) -> str:
    runs = Counter(f"{run.job_name} {run.status.value.lower()}" for run in _runs(day.settings))
    ends = Counter(life.ended for life in day.lives)
    file = day.settings.notifications_file
    lines = file.read_text().splitlines() if file.exists() else []
    notified = Counter(json.loads(line)["kind"] for line in lines)
    memory = [
        f"{life.memory[0]:.0f} → {life.memory[-1]:.0f} MB in {len(life.memory)} rounds"
        for life in day.lives
        if life.memory
    ]
    first, last = reader["memory"]
    return "\n".join(
        [
            f"seed {seed}, {hours:g} simulated hours",
            f"daemons: {len(day.lives)}; {dict(ends)}",
            f"memory of each daemon: {'; '.join(memory)}",
            f"reader: {reader['reads']:,} reads, {len(reader['errors'])} errors, "
            f"{reader['seen']} releases seen, {first:.0f} → {last:.0f} MB",
            f"runs: {dict(runs)}",
            f"people were notified of: {dict(notified)}",
            *day.notes,
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
