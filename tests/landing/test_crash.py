"""Killed at any step, the landing is what it was or what it was to be; the next fetch mends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from typing import Any

import pytest

from orchestration.ground import files as whole
from orchestration.ground.errors import BusyError, SourceError
from orchestration.landing import (
    LedgerEntry,
    accept,
    hold_back,
    land,
    pinned,
    quarantined,
    read_ledger,
    rows,
)
from orchestration.landing.database import database_path, deciding
from orchestration.landing.editions import load
from tests.landing.conftest import NEXT, World
from tests.landing.printer import announce, fetched

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("crash of a landing")]

NOW = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
FORK = multiprocessing.get_context("fork")
BEFORE_THE_COMMIT = ["store", "decide", "ledger", "state", "commit"]


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


@pytest.mark.parametrize("step", BEFORE_THE_COMMIT)
def test_killed_before_the_commit_nothing_has_landed(step: str, world: World) -> None:
    killed(lambda: land_and_die_at(world, step))
    assert world.pins == {"usgs_mcs_2026": None}
    assert load(world.settings).all() == []
    assert read_ledger(world.settings) == []
    assert world.land().verdict == "accepted"
    assert world.pins[NEXT] == 1
    assert len(world.stored()) == len(world.files)
    assert [line.verdict for line in read_ledger(world.settings)] == ["accepted"]


def test_killed_after_the_commit_it_has_landed(world: World) -> None:
    killed(lambda: land_and_die_at(world, "done"))
    assert world.pins[NEXT] == 1
    assert [line.verdict for line in read_ledger(world.settings)] == ["accepted"]
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


def test_killed_within_a_decision_neither_the_state_nor_the_ledger_has_it(
    landed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_back(landed.settings, "a gate failed")
    before = load(landed.settings), read_ledger(landed.settings)
    monkeypatch.setattr(rows, "add_line", die)
    killed(lambda: accept(landed.settings, NEXT, "the gate was wrong"))
    monkeypatch.undo()
    assert (load(landed.settings), read_ledger(landed.settings)) == before
    assert [revision.id for revision in quarantined(landed.settings)] == [f"{NEXT}@1"]
    accept(landed.settings, NEXT, "the gate was wrong")
    assert landed.pins[NEXT] == 1
    decisions = [line.reason for line in read_ledger(landed.settings) if line.event == "decision"]
    assert decisions == ["the gate was wrong"]


def test_killed_when_half_of_it_is_in_the_file_the_next_command_finds_the_old_state(
    landed: World,
) -> None:
    """A transaction larger than the cache reaches the file before its end."""
    before = load(landed.settings), read_ledger(landed.settings)
    size = database_path(landed.settings).stat().st_size

    def write_much_and_die() -> None:
        with deciding(landed.settings) as database:
            database.execute("pragma cache_size=1")
            database.execute("delete from revision")
            for number in range(5000):
                rows.add_line(database, LedgerEntry(NOW, "refresh", reason=f"{number}" * 50))
            die()

    killed(write_much_and_die)
    assert database_path(landed.settings).stat().st_size > size, "nothing reached the file"
    assert (load(landed.settings), read_ledger(landed.settings)) == before


def test_killed_at_any_moment_a_decision_and_its_line_are_both_there_or_neither(
    landed: World,
) -> None:
    def decide_for_ever(begun: Event) -> None:
        while True:
            hold_back(landed.settings, "a gate failed")
            accept(landed.settings, NEXT, "the gate was wrong")
            begun.set()  # not before: what is held back already is no new decision

    lines = 0
    for pause in range(12):
        begun = FORK.Event()
        process = FORK.Process(target=decide_for_ever, args=(begun,))
        process.start()
        assert begun.wait(60), "nothing was decided"
        time.sleep(pause * 0.011)
        process.kill()
        process.join()
        ledger = read_ledger(landed.settings)
        last = next(line for line in reversed(ledger) if line.event != "refresh")
        assert load(landed.settings).of(NEXT)[0].state == last.verdict
        assert len(ledger) > lines
        lines = len(ledger)


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


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\x00" + b"x" * 4096])
def test_a_database_that_was_damaged_by_hand_is_reported(content: bytes, landed: World) -> None:
    database_path(landed.settings).write_bytes(content)
    with pytest.raises(SourceError, match="database cannot be read"):
        load(landed.settings)


def test_a_database_of_a_later_version_is_not_touched(landed: World) -> None:
    with sqlite3.connect(database_path(landed.settings)) as database:
        database.execute("pragma user_version=2")
    database.close()
    before = database_path(landed.settings).read_bytes()
    with pytest.raises(SourceError, match="another version of this program"):
        landed.land()
    assert database_path(landed.settings).read_bytes() == before


def test_while_another_process_decides_readers_read_and_writers_say_so(
    landed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.landing.database.BUSY_SECONDS", 0.1)
    with deciding(landed.settings) as database:
        rows.add_line(database, LedgerEntry(NOW, "refresh", reason="not yet"))
        assert [line.verdict for line in read_ledger(landed.settings)] == ["accepted"]
        with pytest.raises(BusyError, match="deciding about an arrival"):
            hold_back(landed.settings, "a gate failed")
    assert [line.reason for line in read_ledger(landed.settings)][-1] == "not yet"
