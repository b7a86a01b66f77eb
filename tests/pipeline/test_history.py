"""The kept event log is Dagster's own in all but its connections."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.upkeep.dagster_private import KEPT, KeptSqliteEventLogStorage
from orchestration.upkeep.history import open_history
from tests.conftest import new_warehouse


@dg.asset
def figures() -> None:
    """Nothing."""


@dg.asset_check(asset=figures)
def believable() -> dg.AssetCheckResult:
    """Always."""
    return dg.AssetCheckResult(passed=True)


def history_of(home: Path) -> Path:
    return home / "history" / "runs"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return new_warehouse(tmp_path / "warehouse").dagster_home


@pytest.mark.slow
def test_dagster_reads_the_history_without_us(home: Path) -> None:
    before = os.environ.get("DAGSTER_HOME")
    with open_history(home) as instance:
        assert isinstance(instance.event_log_storage, KeptSqliteEventLogStorage)
        run_ids = [
            dg.materialize([figures, believable], instance=instance).run_id for _ in range(KEPT + 1)
        ]
        written = {run_id: len(instance.all_logs(run_id)) for run_id in run_ids}
    assert os.environ.get("DAGSTER_HOME") == before
    plain = SqliteEventLogStorage(str(history_of(home)))
    assert {run_id: len(plain.get_logs_for_run(run_id)) for run_id in run_ids} == written
    assert all(count > 5 for count in written.values())
    record = plain.get_asset_records([figures.key])[0]
    assert record.asset_entry.last_run_id == run_ids[-1]


def test_files_are_let_go_of_when_the_instance_closes(home: Path) -> None:
    with open_history(home) as instance:
        dg.materialize([figures], instance=instance)
    assert not list(history_of(home).glob("*-wal"))
