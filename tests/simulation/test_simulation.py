"""A short span of the year: six weeks of bad days, a restart, a collision, and nothing published.

The simulation runs in a process of its own, as `make simulate` does. What it says of itself is
checked step by step there; here the warehouse that it leaves is looked at.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.landing import quarantined, read_ledger
from orchestration.release import list_releases, verify
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT


@pytest.mark.long
def test_six_weeks_of_bad_days_change_nothing_for_readers(
    released_copy: Settings, tmp_path: Path
) -> None:
    before = released_copy.served_database.read_bytes()
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "tests.simulation.year", "--span", "short"]
    finished = subprocess.run(
        [*command, "--warehouse", str(released_copy.warehouse_dir), "--report", str(report)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "All as it must be." in finished.stdout

    assert released_copy.served_database.read_bytes() == before
    assert len(list_releases(released_copy)) == 1
    assert verify(released_copy).is_sound

    ledger = read_ledger(released_copy)
    assert all(line.reason for line in ledger if line.verdict in {"failed", "refused"})
    decisions = [(line.verdict, line.details["by"]) for line in ledger if line.event == "decision"]
    assert decisions == [("accepted", "analyst"), ("rejected", "analyst")]
    waiting = [revision.id for revision in quarantined(released_copy)]
    assert "usgs_mcs_2027@2" in waiting

    runs = json.loads(report.read_text())["summary"]["runs"]
    assert runs["refresh failure"] == 1, "refused once, because another was running"
    assert "refresh success" not in runs, "nothing was built from what nobody accepted"
