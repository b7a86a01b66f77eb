"""What a killed command leaves is finished or removed by the next one; what is in use stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from orchestration.ground.drafts import own_file
from orchestration.landing.live import incoming
from orchestration.settings import Settings
from orchestration.upkeep import housekeeping
from orchestration.upkeep.housekeeping import tidy
from tests.conftest import new_warehouse, run_minerals

LEFT = (
    ".critical_minerals.duckdb.dead0001.new",
    "releases/.current.dead0001.new",
    "build/.released.json.dead0001.new",
    "build/.copying.dead0001.new/table.csv",
    "landing/objects/ab/.ab12.dead0001.new",
    "landing/incoming/.fetch.dead0001.new/half.csv",
    "landing/incoming/tmp_of_version_1/half.csv",
    "dagster_home/.dagster.yaml.dead0001.new",
    "docs/gates/.index.html.dead0001.new",
    ".site.dead0001.new/index.html",
    "releases/.staging-20270101T000000Z-00000000/manifest.json",
    ".restore-aside/landing/landing.db",
)


def leave(settings: Settings) -> None:
    """As if a process had been killed at each place where one writes."""
    for name in LEFT:
        path = settings.warehouse_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")


def left(settings: Settings) -> list[str]:
    """What is still there of it."""
    return [name for name in LEFT if (settings.warehouse_dir / name).exists()]


@pytest.mark.slow
def test_the_next_command_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    settings = new_warehouse(tmp_path)
    leave(settings)
    finished = run_minerals(settings, "ledger")
    assert finished.returncode == 0, finished.stderr
    assert left(settings) == []
    assert "left by" in finished.stderr
    assert "left by" not in run_minerals(settings, "ledger").stderr


@pytest.mark.slow
def test_what_a_living_process_writes_is_left_alone(tmp_path: Path) -> None:
    settings = new_warehouse(tmp_path)
    (settings.releases_dir / ".staging-20270101T000000Z-00000000").mkdir(parents=True)
    with (
        own_file(settings.served_database) as draft,
        incoming(settings) as room,
        FileLock(settings.lock_file, is_singleton=False),
    ):
        finished = run_minerals(settings, "ledger")
        assert finished.returncode == 0
        assert "left by" not in finished.stderr
        assert draft.exists()
        assert room.is_dir()
    assert len(tidy(settings)) == 2, "the draft, and the staged release; a fetch removes its room"


def test_a_reader_who_may_not_write_is_not_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: Path) -> list[str]:
        raise PermissionError(13, "not yours", str(folder))

    leave(new_warehouse(tmp_path))
    monkeypatch.setattr(housekeeping, "sweep", refused)
    assert tidy(Settings(warehouse_dir=tmp_path)) == [
        "removed .staging-20270101T000000Z-00000000, left by a run that was interrupted"
    ]
