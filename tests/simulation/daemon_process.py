"""One daemon in a process of its own, round by round: reads moments, says how it is after each.

Belongs here: the rounds, the process's memory.
Does not belong here: the day around it (`soak.py`).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from pytest_socket import socket_allow_hosts

from orchestration.fetching import patience
from orchestration.ground.lock import writers_lock
from orchestration.settings import get_settings
from orchestration.upkeep.clock import forget_the_future
from tests.simulation.daemon import Daemon
from tests.simulation.world import SWITCHED_OFF, environment

A_MINUTE = timedelta(minutes=1)


def memory() -> float:
    """Of this process, in MB."""
    fields = Path("/proc/self/status").read_text().split()
    return int(fields[fields.index("VmRSS:") + 1]) / 1024


def main(warehouse: str, base_url: str) -> None:
    """A round for each moment on standard input, on a warehouse whose publishers are at an address.

    The settings come last: what this module imports of the tests sends every publisher nowhere.
    """
    os.environ.update(environment(Path(warehouse), base_url))
    get_settings.cache_clear()
    logging.disable(logging.CRITICAL)
    patience.FIRST_PAUSE_SECONDS, patience.LONGEST_PAUSE_SECONDS = 0.01, 0.05
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    settings, daemon = get_settings(), None
    for line in sys.stdin:
        with time_machine.travel(datetime.fromisoformat(line.strip()), tick=True) as clock:
            if daemon is None:
                daemon = Daemon(settings.dagster_home)
                # what `minerals status` does before the service starts its daemon
                forget_the_future(daemon.instance)
                daemon.switch_off(*SWITCHED_OFF)
            problems = []
            try:
                daemon.turn(lambda: clock.shift(A_MINUTE))
            except AssertionError as error:
                problems.append(str(error)[:300])
            # a run was in this process: its end frees the warehouse, as its own process would
            writers_lock(settings.lock_file).release(force=True)
        sys.__stdout__.write(json.dumps({"memory": memory(), "problems": problems}) + "\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):  # as Dagster hears SIGTERM
        main(*sys.argv[-2:])
