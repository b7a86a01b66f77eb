"""Ctrl-C and SIGTERM end a command within seconds, in its own words; nothing lives on."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.release import list_releases
from orchestration.settings import Settings
from tests.conftest import MINERALS, environment_of, new_warehouse, run_minerals

LONGEST = 90.0  # for a step to come; nothing is measured


def eventually(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.1)


def of_session(leader: int) -> dict[int, str]:
    """Living processes that a process started, itself included, with their command lines."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                found[int(stat.parent.name)] = (stat.parent / "cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def started(settings: Settings) -> subprocess.Popen[str]:
    """A refresh in a session of its own."""
    return subprocess.Popen(
        [str(MINERALS), "refresh"],
        env=environment_of(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


STEPS = {"raw gates": "build/verdicts", "first start": "dagster_home/history"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "step"), [(signal.SIGINT, "raw gates"), (signal.SIGTERM, "first start")]
)
def test_an_interrupted_refresh_says_so_and_ends(
    tmp_path: Path, number: signal.Signals, step: str
) -> None:
    settings = new_warehouse(tmp_path)
    running = started(settings)
    eventually((settings.warehouse_dir / STEPS[step]).exists)
    if number == signal.SIGINT:
        os.killpg(running.pid, number)  # as a terminal does
    else:
        running.send_signal(number)
    out, err = running.communicate()
    assert running.returncode == 128 + number, err
    told = [line for line in err.splitlines() if line.strip()]
    assert len(told) == 1, err
    assert told[0].startswith("Interrupted (")
    assert "Traceback" not in out + err
    eventually(lambda: not of_session(running.pid))
    assert list_releases(settings) == []
    assert "left by" not in run_minerals(settings, "ledger").stdout


@pytest.mark.slow
def test_no_helper_outlives_a_killed_refresh(tmp_path: Path) -> None:
    settings = new_warehouse(tmp_path)
    running = started(settings)
    eventually(lambda: any("spawn_main" in line for line in of_session(running.pid).values()))
    running.kill()
    running.wait()
    eventually(lambda: not of_session(running.pid))
