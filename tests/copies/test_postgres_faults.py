"""A publication that fails or is killed at any step leaves what the server had, nothing else."""

from __future__ import annotations

import signal
import subprocess
import sys

import psycopg
import pytest

from tests.conftest import PROJECT_ROOT
from tests.copies.conftest import Copies
from tests.copies.small import FIRST_TOTAL, SECOND_TOTAL

STEPS = ("stage", "try views", "copy", "relate", "describe", "verify", "swap", "commit")
SCHEMAS = "select nspname from pg_namespace where nspname like 'marts%' order by 1"
# One interpreter for all: each step's victim is a fork that kills itself. The server notices a lost
# client at its next word, and lets nobody else publish until then.
KILL = """
import os, signal, sys, time
import duckdb, psycopg  # once for all victims
from orchestration.copies.postgres import copy_to_postgres
from orchestration.settings import Settings
warehouse, dsn, release, *steps = sys.argv[1:]
settings = Settings(warehouse_dir=warehouse, postgres_dsn=dsn)
dead = "select 1 from pg_stat_activity where application_name = 'minerals'"
def wait_for_the_dead():
    for _ in range(600):
        with psycopg.connect(dsn) as server:
            if server.execute(dead).fetchone() is None:
                return
        time.sleep(0.1)
    sys.exit("the server still has the killed publication")
for fatal in steps:
    child = os.fork()
    if not child:
        def on_step(step):
            if step == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
        copy_to_postgres(settings, release, on_step=on_step)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(fatal, os.waitstatus_to_exitcode(status))
    wait_for_the_dead()
"""


class Trouble(RuntimeError):
    """What a test throws into a step."""


def test_killed_at_any_step_the_server_has_what_it_had(copies: Copies) -> None:
    copies.copy(copies.first)
    folder = str(copies.warehouse.settings.warehouse_dir)
    finished = subprocess.run(
        [sys.executable, "-c", KILL, folder, copies.database.dsn, copies.second, *STEPS],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    killed = [f"{step} {-signal.SIGKILL}" for step in STEPS]
    assert finished.stdout.splitlines() == killed, finished.stderr
    assert copies.database.ask(SCHEMAS) == [("marts",)]
    assert copies.total == FIRST_TOTAL
    assert copies.copy(copies.second).is_new
    assert copies.total == SECOND_TOTAL


def test_an_error_at_any_step_changes_nothing(copies: Copies) -> None:
    copies.copy(copies.first)
    for step in STEPS:

        def on_step(name: str, fatal: str = step) -> None:
            if name == fatal:
                raise Trouble(name)

        with pytest.raises(Trouble, match=step):
            copies.copy(copies.second, on_step=on_step)
        assert copies.database.ask(SCHEMAS) == [("marts",)]
        assert copies.total == FIRST_TOTAL
    assert copies.copy(copies.second).is_new


def test_the_connection_lost_on_the_way_is_reported(copies: Copies) -> None:
    from orchestration.ground.errors import CopyError

    copies.copy(copies.first)

    def cut(step: str) -> None:
        if step == "verify":
            copies.database.ask(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'minerals'"
            )

    with pytest.raises(CopyError, match="still has what it had"):
        copies.copy(copies.second, on_step=cut)
    assert copies.total == FIRST_TOTAL


def test_the_very_first_one_killed_leaves_no_schema(copies: Copies) -> None:
    def on_step(name: str) -> None:
        if name == "commit":
            raise Trouble(name)

    with pytest.raises(Trouble):
        copies.copy(on_step=on_step)
    assert copies.database.ask(SCHEMAS) == []
    with pytest.raises(psycopg.errors.UndefinedTable):
        assert copies.total
