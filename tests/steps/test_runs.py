"""The history of runs as `minerals status` reads it, where it cannot be opened."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from orchestration.settings import Settings
from orchestration.steps.runs import runs_state
from orchestration.upkeep import history

READ_ONLY = [
    OperationalError("pragma", {}, sqlite3.OperationalError("unable to open database file")),
    OSError(errno.EROFS, "Read-only file system", "/w/dagster_home/history"),
]


@pytest.mark.parametrize("error", READ_ONLY, ids=["database", "folder"])
def test_a_history_that_cannot_be_opened_is_said_and_no_bug(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(home: Path) -> Any:
        raise error

    monkeypatch.setattr(history, "open_history", refused)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    settings = Settings(warehouse_dir=tmp_path)
    (settings.dagster_home / "history").mkdir(parents=True)
    state = runs_state(settings)
    assert state is not None
    (line,) = state.lines()
    assert "cannot be read" in line
    assert str(settings.dagster_home) in line
    assert state.as_json()["unread"]
