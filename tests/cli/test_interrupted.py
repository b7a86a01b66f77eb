"""Ctrl-C and SIGTERM end a command within seconds, in its own words; nothing lives on."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.cli.interrupted import Signals
from orchestration.release import list_releases
from orchestration.settings import Settings
from tests.conftest import MINERALS, environment_of, new_warehouse, run_minerals

# Whoever started the tests may have made all that they start ignore Ctrl-C, as a shell does in
# the background; this goes before a command.
HEARING = [sys.executable, "-c", "import os, signal, sys; signal.signal(2, signal.SIG_DFL);"]
HEARING[-1] += "os.execv(sys.argv[1], sys.argv[1:])"
LONGEST = 90.0  # for a step to come; nothing is measured


def eventually(is_so: Callable[[], bool], longest: float = LONGEST) -> None:
    """Wait until something is so."""
    until = time.monotonic() + longest
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


STEPS = {
    "raw gates": "build/verdicts",
    "first start": "dagster_home/history",
    "parsing": "build/dbt_logs/dbt.log",
}


@pytest.mark.long
@pytest.mark.parametrize(
    ("number", "step"),
    [
        (signal.SIGINT, "raw gates"),
        (signal.SIGTERM, "first start"),
        (signal.SIGTERM, "parsing"),
    ],
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
    lines = [line for line in err.splitlines() if line.strip()]
    assert len(lines) == 1, err
    assert lines[0].startswith("Interrupted (")
    assert "Traceback" not in out + err
    eventually(lambda: not of_session(running.pid))
    assert list_releases(settings) == []
    assert "left by" not in run_minerals(settings, "ledger").stdout


@pytest.mark.long
def test_no_helper_outlives_a_killed_refresh(tmp_path: Path) -> None:
    settings = new_warehouse(tmp_path)
    running = started(settings)
    eventually(lambda: any("spawn_main" in line for line in of_session(running.pid).values()))
    running.kill()
    running.wait()
    eventually(lambda: not of_session(running.pid))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_program_loads_is_one_line(
    number: signal.Signals, tmp_path: Path
) -> None:
    running = subprocess.Popen(
        [*HEARING, str(MINERALS), "status"],
        env=environment_of(new_warehouse(tmp_path / "warehouse")),
        stderr=subprocess.PIPE,
        text=True,
    )
    eventually(lambda: catches(running.pid, signal.SIGTERM))
    running.send_signal(number)
    _, said = running.communicate(timeout=LONGEST)
    assert running.returncode == 128 + number, said
    assert said.startswith("Interrupted (")
    assert len(said.splitlines()) == 1


# What Dagster, dbt and SQLAlchemy do with a signal, each in its way.
LOUD = """
import logging, os, sys, traceback
from orchestration.cli.interrupted import Signals, listen_to_signals
signals = Signals()
listen_to_signals(signals)
on_screen = logging.StreamHandler(sys.stdout)
logging.getLogger("dbt").addHandler(on_screen)
try:
    try:
        os.kill(os.getpid(), int(sys.argv[1]))
    except BaseException as error:
        logging.getLogger("dbt").exception("Encountered an error")
        logging.getLogger("sqlalchemy").exception("Exception closing connection")
        traceback.print_exc()
        raise ValueError("stopped before it built anything") from error
except ValueError as error:
    assert signals.have_come(error)
    signals.print_line()
    sys.exit(signals.exit_code)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_library_prints_what_it_makes_of_a_signal(number: signal.Signals) -> None:
    ended = subprocess.run(
        [*HEARING, sys.executable, "-c", LOUD, str(int(number))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 128 + number, ended.stderr
    assert ended.stdout == ""
    assert ended.stderr.startswith("Interrupted (")
    assert len(ended.stderr.splitlines()) == 1


def test_an_interrupted_command_gives_a_terminal_its_cursor_back() -> None:
    terminal, ours = pty.openpty()
    subprocess.run([*HEARING, sys.executable, "-c", LOUD, "2"], stderr=ours, check=False)
    written = os.read(terminal, 1000).decode()
    assert written.startswith("\r\x1b[2K\x1b[?25hInterrupted (Ctrl-C)")


def catches(process: int, number: signal.Signals) -> bool:
    """Whether a process has a handler of its own; Python has one for Ctrl-C only."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (caught,) = [line.split()[1] for line in lines if line.startswith("SigCgt")]
    return bool(int(caught, 16) >> (number - 1) & 1)


def test_an_interruption_counts_though_its_number_was_not_read_yet() -> None:
    signals = Signals()
    assert signals.have_come(KeyboardInterrupt())
    assert signals.exit_code == 130
    assert not Signals().have_come(ValueError("a bug"))
