"""The command line without a home, and in a warehouse that is only a name yet."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.conftest import MINERALS, Finished, run_minerals

NO_HOME, NO_FOLDER = "/proc/none", "/dev/null/home"  # neither root nor anybody else can write there


def run(settings: Settings, *args: str, home: str) -> Finished:
    """With nothing but a warehouse and a home in the environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [str(MINERALS), *args],
        env={**kept, "HOME": home, "MINERALS_WAREHOUSE_DIR": str(settings.warehouse_dir)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("home", [NO_HOME, NO_FOLDER])
@pytest.mark.parametrize("args", [("refresh", "--help"), ("status",), ("show", "cobalt")])
def test_reading_needs_no_home(released: Settings, args: tuple[str, ...], home: str) -> None:
    finished = run_minerals(released, *args, HOME=home)
    assert (finished.returncode, finished.stderr) == (0, "")


@pytest.mark.long
def test_a_refresh_needs_no_home_and_no_settings_of_dagster(tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path / "new" / "warehouse")
    finished = run(settings, "refresh", home=NO_HOME)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "enabled: false" in (settings.dagster_home / "dagster.yaml").read_text()
    status = run(settings, "status", home=NO_FOLDER)
    assert "refresh success" in status.stdout, status.stderr
    assert not list(settings.warehouse_dir.rglob("*telemetry*"))
