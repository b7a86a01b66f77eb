"""A landing as version 1 wrote it (`version_1/`) is taken over whole, once, at any moment."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from orchestration.ground.errors import SourceError
from orchestration.landing import append, quarantined, read_ledger, version_1
from orchestration.landing.database import database_path
from orchestration.landing.editions import load
from orchestration.landing.types import LedgerEntry
from orchestration.settings import Settings
from orchestration.upkeep.backup import back_up
from orchestration.upkeep.restore import restore
from tests.conftest import new_warehouse, run_minerals

WRITTEN = Path(__file__).parent / "version_1"
FILES = (version_1.EDITIONS, version_1.LEDGER)
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A warehouse with what version 1 had landed."""
    settings = new_warehouse(tmp_path / "warehouse")
    settings.landing_dir.mkdir()
    for name in FILES:
        shutil.copy(WRITTEN / name, settings.landing_dir)
    return settings


def printed_by_version_1() -> list[dict[str, Any]]:
    """What its `ledger --json` printed, under the names of today."""
    lines = json.loads((WRITTEN / "printed.json").read_text())
    assert len(lines) == 10
    return [{n.replace("release_id", "edition_id"): v for n, v in line.items()} for line in lines]


def check_whole(settings: Settings) -> None:
    first, second = load(settings).of("usgs_mcs_2027")
    assert (first.state, first.is_released, first.decided_by) == ("accepted", True, "a person")
    assert first.reasons[1] == "a refresh failed on it: a gate\nmore lines"
    assert (second.state, second.decision, len(second.files)) == ("rejected", "withdrawn", 3)
    assert list(load(settings).stamps) == ["usgs_mcs_2027"]
    entries = [{**asdict(e), "at": e.at.isoformat()} for e in read_ledger(settings)]
    assert entries == printed_by_version_1()


@pytest.mark.slow
def test_the_ledger_prints_what_it_printed_field_by_field(settings: Settings) -> None:
    finished = run_minerals(settings, "ledger", "--last", "0", "--json")
    assert finished.returncode == 0, finished.stderr
    lines = json.loads(finished.stdout)
    assert lines == printed_by_version_1()
    assert [list(line) for line in lines] == [list(line) for line in printed_by_version_1()]


def test_it_is_taken_over_once_and_kept_aside(settings: Settings) -> None:
    check_whole(settings)
    assert not version_1.is_there(settings)
    for name in FILES:
        kept = settings.landing_dir / version_1.ASIDE / name
        assert kept.read_bytes() == (WRITTEN / name).read_bytes()
    append(settings, LedgerEntry(read_ledger(settings)[0].at, "refresh", reason="one more"))
    assert len(read_ledger(settings)) == 11


@pytest.mark.parametrize("last_act", ["take_over", "_take_ledger", "put_aside"])
def test_killed_meanwhile_it_is_taken_over_by_the_next_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, last_act: str
) -> None:
    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(version_1, last_act, die)
    process = FORK.Process(target=lambda: load(settings))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert version_1.is_there(settings)
    monkeypatch.undo()
    check_whole(settings)
    assert not version_1.is_there(settings)


def test_many_commands_at_once_take_it_over_once(settings: Settings) -> None:
    readers = [FORK.Process(target=check_whole, args=(settings,)) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert [reader.exitcode for reader in readers] == [0] * 6
    check_whole(settings)


def test_lines_that_were_cut_off_are_counted_and_stay_aside(settings: Settings) -> None:
    ledger = settings.landing_dir / version_1.LEDGER
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([*lines[:4], lines[4][:30], b"\n", *lines[5:-1], lines[-1][:-20]]))
    *kept, takeover = read_ledger(settings)
    assert len(kept) == 8
    assert (takeover.event, takeover.reason[:16]) == ("takeover", "2 of 10 lines we")
    assert "version_1/ledger.jsonl" in takeover.reason


def test_a_record_that_was_damaged_by_hand_is_reported_and_nothing_is_taken_over(
    settings: Settings,
) -> None:
    (settings.landing_dir / version_1.EDITIONS).write_text('{"format": 1')
    for _ in range(2):
        with pytest.raises(SourceError, match="version 1 cannot be taken over"):
            quarantined(settings)
    shutil.copy(WRITTEN / version_1.EDITIONS, settings.landing_dir)
    check_whole(settings)


@pytest.mark.parametrize("read_before", [True, False])
def test_it_survives_a_backup(settings: Settings, tmp_path: Path, read_before: bool) -> None:
    if read_before:
        check_whole(settings)
    elsewhere = Settings(warehouse_dir=tmp_path / "elsewhere")
    restore(elsewhere, back_up(settings, tmp_path / "backups"))
    assert database_path(elsewhere).exists()
    check_whole(elsewhere)
