"""Killed at any step, the landing is what it was or what it was to be; the next fetch mends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from orchestration.ground import files as whole
from orchestration.ground.errors import SourceError
from orchestration.landing import accept, hold_back, land, pinned, quarantined, read_ledger
from orchestration.landing.editions import editions_path, load
from tests.landing.conftest import NEXT, World
from tests.landing.printer import announce, fetched

FORK = multiprocessing.get_context("fork")
BEFORE_THE_STATE = ["store", "decide", "ledger", "state"]


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed(doing: Callable[[], Any]) -> None:
    """Do something in another process, which must be killed on the way."""
    process = FORK.Process(target=doing)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def land_and_die_at(world: World, step: str) -> None:
    def on_step(name: str) -> None:
        if name == step:
            die()

    files = fetched(world.files, world.settings.warehouse_dir / "fetched")
    land(world.settings, announce(world.files, NEXT), files, on_step)


@pytest.mark.parametrize("step", BEFORE_THE_STATE)
def test_killed_before_the_state_changes_nothing_has_landed(step: str, world: World) -> None:
    killed(lambda: land_and_die_at(world, step))
    assert world.pins == {"usgs_mcs_2026": None}
    assert load(world.settings).all() == []
    assert world.land().verdict == "accepted"
    assert world.pins[NEXT] == 1
    assert len(world.stored()) == len(world.files)
    assert {line.verdict for line in read_ledger(world.settings)} == {"accepted"}


def test_killed_after_the_state_changed_it_has_landed(world: World) -> None:
    killed(lambda: land_and_die_at(world, "done"))
    assert world.pins[NEXT] == 1
    assert world.land().verdict == "unchanged"
    assert len(load(world.settings).of(NEXT)) == 1


def test_killed_while_bytes_are_written_leaves_no_half_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "sync", die)
    killed(world.land)
    monkeypatch.undo()
    assert all(path.name.startswith(".") for path in world.stored())
    assert world.land().verdict == "accepted"
    digests = {file.sha256 for file in pinned(world.settings)[NEXT].files}
    assert digests <= {path.name for path in world.stored()}


def test_killed_while_the_state_is_written_leaves_the_old_state(
    landed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = editions_path(landed.settings).read_bytes()
    monkeypatch.setattr(whole.os, "replace", die)
    killed(lambda: hold_back(landed.settings, "a gate failed"))
    monkeypatch.undo()
    assert editions_path(landed.settings).read_bytes() == before
    assert landed.pins[NEXT] == 1
    hold_back(landed.settings, "a gate failed")
    assert NEXT not in landed.pins


def test_killed_between_the_ledger_and_the_state_a_decision_is_made_again(
    landed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_back(landed.settings, "a gate failed")
    monkeypatch.setattr(whole.os, "replace", die)
    killed(lambda: accept(landed.settings, NEXT, "the gate was wrong"))
    monkeypatch.undo()
    assert [revision.id for revision in quarantined(landed.settings)] == [f"{NEXT}@1"]
    accept(landed.settings, NEXT, "the gate was wrong")
    assert landed.pins[NEXT] == 1
    decisions = [line.reason for line in read_ledger(landed.settings) if line.event == "decision"]
    assert decisions == ["the gate was wrong", "the gate was wrong"]


def test_two_processes_land_one_edition_once(world: World) -> None:
    def land_in_a_folder_of_its_own(name: str) -> None:
        files = fetched(world.files, world.settings.warehouse_dir / name)
        land(world.settings, announce(world.files, NEXT), files)

    both = [FORK.Process(target=land_in_a_folder_of_its_own, args=(name,)) for name in "ab"]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert len(load(world.settings).of(NEXT)) == 1
    verdicts = sorted(line.verdict for line in read_ledger(world.settings))
    assert verdicts == ["accepted", "unchanged"]


def test_bytes_that_changed_in_the_store_are_not_read(landed: World) -> None:
    (file, *_) = pinned(landed.settings)[NEXT].files
    file.path.write_bytes(b"something else")
    with pytest.raises(SourceError, match="not what it was when it was fetched"):
        file.read()
    file.path.unlink()
    with pytest.raises(SourceError, match="is lost"):
        file.read()


def test_a_file_that_changed_between_fetch_and_store_is_refused(world: World) -> None:
    files = fetched(world.files, world.settings.warehouse_dir / "fetched")
    files[0].path.write_bytes(b"something else")
    with pytest.raises(SourceError, match="not what it was when it was fetched"):
        land(world.settings, announce(world.files, NEXT), files)
    assert world.pins == {"usgs_mcs_2026": None}


def test_a_state_that_was_damaged_by_hand_is_told(landed: World) -> None:
    editions_path(landed.settings).write_text('{"format": 1')
    with pytest.raises(SourceError, match="record of landed editions cannot be read"):
        load(landed.settings)
