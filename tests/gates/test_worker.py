"""Judging in a warm second process gives what judging here gives."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children

import pytest

from orchestration.gates import worker
from orchestration.gates.judge import judge_layer
from orchestration.gates.verdicts import Verdict
from orchestration.ground.errors import GateError
from orchestration.settings import Settings
from tests.release.conftest import World, other_world, session, world  # noqa: F401

pytestmark = pytest.mark.slow


@pytest.fixture
def warm() -> Iterator[None]:
    with worker.warm_process():
        yield


def timeless(verdicts: list[Verdict]) -> list[Verdict]:
    return [verdict.model_copy(update={"judged_at": ""}) for verdict in verdicts]


@pytest.mark.usefixtures("warm")
def test_warm_process_judges_the_same_and_survives_being_killed(world: World) -> None:  # noqa: F811
    here = judge_layer(world.settings, "marts")
    there = worker.judge_layer(world.settings, "marts")
    assert timeless(there) == timeless(here)
    pool = worker._Worker.pool
    assert pool is not None
    for process in list(pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    assert timeless(worker.judge_layer(world.settings, "marts")) == timeless(here)
    assert worker._Worker.pool is None


@pytest.mark.usefixtures("warm")
def test_errors_come_back_whole(world: World) -> None:  # noqa: F811
    nowhere = Settings(warehouse_dir=world.settings.warehouse_dir / "nowhere")
    with pytest.raises(GateError) as raised:
        worker.judge_layer(nowhere, "marts")
    assert raised.value.where == str(nowhere.build_database)
    assert raised.value.way_out


def test_without_warming_up_tables_are_judged_here(world: World) -> None:  # noqa: F811
    assert worker._Worker.pool is None
    assert all(verdict.passed for verdict in worker.judge_layer(world.settings, "marts"))


def test_a_block_that_fails_ends_the_process_though_it_still_loads() -> None:
    def fail() -> None:
        with worker.warm_process():
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - ours
        fail()
    assert worker._Worker.pool is None
    assert not active_children()


def test_ctrl_c_does_not_reach_the_process(world: World) -> None:  # noqa: F811
    with worker.warm_process():
        (other,) = active_children()
        os.kill(other.pid or 0, signal.SIGINT)
        assert all(verdict.passed for verdict in worker.judge_layer(world.settings, "marts"))
        assert worker._Worker.pool is not None
