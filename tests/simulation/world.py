"""The world of the simulation: a warehouse, its publishers, its daemon, and a clock that jumps.

Belongs here: setting it up, letting time pass, what was found afterwards.
Does not belong here: what happens on which day (`steps.py`), the table at the end (`report.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import time_machine
from pytest_socket import socket_allow_hosts

from orchestration.fetching import patience
from orchestration.ground.lock import writers_lock
from orchestration.landing import LedgerEntry, read_ledger
from orchestration.release import current_release
from orchestration.settings import Settings, get_settings
from tests.conftest import PROJECT_ROOT
from tests.fetching.publisher import Publisher
from tests.fetching.replays import ScienceBase, WorldBank
from tests.landing.printer import print_edition
from tests.simulation.daemon import Daemon, fresh_home

YEAR = 2027
LONG = f"MCS{YEAR}_Commodities_Data.csv"
A_MINUTE = timedelta(minutes=1)  # longer than any sensor waits that tells of a run
SHELF = "/catalog/items"  # where the survey's catalogue says which editions there are
EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
# The lists' publishers have tests of their own; here they are as a person left them: switched off.
SWITCHED_OFF = ("new_edition_critical_lists", "fetch_critical_lists_due")
HOLDER = """
import sys, time
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(600)
"""


class World:
    """Everything that a step may touch."""

    def __init__(
        self, publisher: Publisher, clock: time_machine.Traveller, settings: Settings
    ) -> None:
        self.publisher = publisher
        self.clock = clock
        self.settings = settings
        self.shelf = ScienceBase(publisher)
        self.bank = WorldBank(publisher)
        self.files: Mapping[str, bytes] = print_edition(YEAR)
        self.daemon = Daemon(settings.dagster_home)
        self._holder: subprocess.Popen[str] | None = None
        self._lines = 0
        self.shelf.edition(YEAR - 1, {})
        self.bank.update(scores(), updated="2024-11-05")
        self.daemon.switch_off(*SWITCHED_OFF)

    def offer(self, version: str = "", files: Mapping[str, bytes] | None = None) -> None:
        """The survey publishes its edition, or puts other files in its place."""
        self.shelf.edition(YEAR, files or self.files, version=version, published_on=f"{YEAR}-01-29")

    @property
    def long_file(self) -> str:
        """The path of the edition's large file, for faults."""
        return self.shelf.path_of(YEAR, LONG)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def go_to(self, moment: datetime) -> None:
        """Let time pass; it never goes back."""
        if moment > self.now():
            self.clock.move_to(moment)

    def turn(self) -> None:
        """One round of the daemon; a run's end frees the warehouse, as its process would."""
        self.daemon.turn(lambda: self.clock.shift(A_MINUTE))
        writers_lock(self.settings.lock_file).release(force=True)

    def somebody_else_refreshes(self) -> None:
        """Another process takes the warehouse."""
        command = [sys.executable, "-c", HOLDER, str(self.settings.lock_file)]
        self._holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "held\n"

    def kill_somebody_else(self) -> None:
        """The other process is killed in the middle."""
        if self._holder is not None:
            self._holder.kill()
            self._holder.communicate()
            self._holder = None

    def release(self) -> str:
        folder = current_release(self.settings)
        return folder.name if folder else ""

    def new_lines(self) -> list[LedgerEntry]:
        """Lines of the ledger since this was last asked."""
        lines = read_ledger(self.settings)
        fresh, self._lines = lines[self._lines :], len(lines)
        return fresh

    def close(self) -> None:
        self.kill_somebody_else()
        self.daemon.stop()


def scores() -> list[dict[str, str]]:
    frame = pd.read_csv(EMBEDDED / "wgi" / "scores.csv", dtype=str, keep_default_na=False)
    return frame.rename(columns={"country_iso3": "iso3"}).to_dict("records")  # type: ignore[return-value]


def environment(warehouse: Path, base_url: str) -> dict[str, str]:
    """Settings of the simulated warehouse: everything live, nothing patient."""
    return {
        "MINERALS_WAREHOUSE_DIR": str(warehouse),
        "MINERALS_EMBEDDED_DIR": str(EMBEDDED),
        "DAGSTER_HOME": str(warehouse / "dagster_home"),
        "MINERALS_LIVE": "true",
        "MINERALS_USGS_BASE_URL": base_url,
        "MINERALS_GOVUK_BASE_URL": base_url,
        "MINERALS_WORLDBANK_BASE_URL": base_url,
        "MINERALS_BGS_BASE_URL": base_url,
        "MINERALS_HTTP_TIMEOUT_SECONDS": "1",
        "MINERALS_FETCH_RETRY_SECONDS": "0.01",
        "MINERALS_WRITER_WAIT_SECONDS": "0.2",
        "MINERALS_MAX_FILE_BYTES": str(64 * 1024 * 1024),
    }


@contextmanager
def world(warehouse: Path, begins: datetime) -> Iterator[World]:
    """A world on a warehouse that has a release; the process is used up by it."""
    # a publisher's bad minute lasts a hundredth of a second here
    patience.FIRST_PAUSE_SECONDS, patience.LONGEST_PAUSE_SECONDS = 0.01, 0.05
    # nothing leaves this machine: an attempt is an error, whatever a setting says
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    with Publisher() as publisher:
        os.environ.update(environment(warehouse, publisher.base_url))
        get_settings.cache_clear()
        fresh_home(warehouse / "dagster_home")
        with time_machine.travel(begins, tick=True) as clock:
            made = World(publisher, clock, get_settings())
            try:
                yield made
            finally:
                made.close()
