"""A refresh builds what hangs on a change, and what it leaves is what a whole build would leave.

Every test works on a copy of the project and of a released warehouse, by the command line.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from orchestration.build.flows import show_partitions, shown_partitions
from orchestration.build.key import compute_build_key
from orchestration.build.record import read_record, record_path
from orchestration.build.relations import relation_digests, relation_names
from orchestration.landing.flows.arrival import add
from orchestration.landing.flows.partitions import digests_of
from orchestration.release import current_release
from orchestration.settings import Settings
from orchestration.steps.narrow import assets_to_run
from tests.conftest import MINERALS, PROJECT_ROOT, environment_of, run_minerals
from tests.publishers import baci_builders

CLAIMS = "seeds/claims/claims.csv"


class Project:
    """A copied project with a copied warehouse, on which a test refreshes."""

    def __init__(self, folder: Path, released: Settings) -> None:
        self.root = folder / "project"
        for part in ("dbt_project", "expectations"):
            ignored = shutil.ignore_patterns("target", "logs")
            shutil.copytree(PROJECT_ROOT / part, self.root / part, ignore=ignored)
        warehouse = folder / "warehouse"
        shutil.copytree(
            released.warehouse_dir, warehouse, ignore=shutil.ignore_patterns(".refresh.lock")
        )
        self.settings = Settings(warehouse_dir=warehouse, project_root=self.root)

    def refresh(self, *args: str, code: int = 0) -> str:
        """Run the command line to its end and give what it printed."""
        root = str(self.root)
        finished = run_minerals(self.settings, "refresh", *args, MINERALS_PROJECT_ROOT=root)
        assert finished.returncode == code, finished.stdout + finished.stderr
        return finished.stdout + finished.stderr

    def replace(self, path: str, old: str, new: str) -> None:
        """Change the project."""
        file = self.root / "dbt_project" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def content(self) -> dict[str, str]:
        """Fingerprints of every relation of the build database."""
        return relation_digests(self.settings, sorted(relation_names(self.settings)))

    def run(self, sql: str) -> None:
        """Change the build behind everybody's back."""
        with duckdb.connect(str(self.settings.build_database)) as connection:
            connection.execute(sql)


@pytest.fixture
def project(released: Settings, tmp_path: Path) -> Project:
    return Project(tmp_path, released)


@pytest.mark.slow
def test_what_somebody_changed_is_built_anew_and_a_changed_seed_builds_what_hangs_on_it(
    project: Project,
) -> None:
    """There by a whole build, back by a partial one: it must leave what the first build left."""
    first = project.content()
    project.run("create table marts.dim_release as select 1 as release_id")
    project.run("create view intermediate.v_left as select 1 as one")
    project.run("update marts.dim_mineral set mineral_name = 'somebody was here'")
    project.replace(CLAIMS, "Kazakhstan", "Qazaqstan")
    assert "proven unchanged" not in project.refresh()
    whole = project.content()
    assert set(whole) == set(first)
    assert whole != first
    assert whole["marts.dim_mineral"] == first["marts.dim_mineral"]
    folder = current_release(project.settings)
    assert folder is not None
    assert not (folder / "dim_release.parquet").exists()
    project.replace(CLAIMS, "Qazaqstan", "Kazakhstan")
    assert "proven unchanged" in project.refresh()
    assert project.content() == first


@pytest.mark.slow
def test_bulk_trade_is_read_though_the_project_changed_too(
    project: Project, tmp_path: Path
) -> None:
    table = tmp_path / baci_builders.YEAR_TABLE
    table.write_bytes(baci_builders.csv_of(baci_builders.flows()[:5]))
    project.replace(CLAIMS, "Kazakhstan", "Qazaqstan")
    assert assets_to_run(project.settings), "only what hangs on the seed"
    (landed,) = add(project.settings, [table])
    assert shown_partitions(project.settings) == {}
    assert assets_to_run(project.settings) is None
    show_partitions(project.settings, landed.partitions)
    assert shown_partitions(project.settings) == digests_of(landed.partitions)
    shown = compute_build_key(project.settings, partitions=digests_of(landed.partitions))
    assert shown == compute_build_key(project.settings)
    assert shown != compute_build_key(project.settings, partitions={})


@pytest.mark.long
def test_killed_in_the_build_the_next_refresh_is_right(project: Project) -> None:
    project.replace(CLAIMS, "Kazakhstan", "Qazaqstan")
    root = str(project.root)
    running = subprocess.Popen(
        [str(MINERALS), "refresh"],
        env={**environment_of(project.settings), "MINERALS_PROJECT_ROOT": root},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    limit = time.monotonic() + 300
    while running.poll() is None and time.monotonic() < limit:
        if json.loads(record_path(project.settings).read_text())["pending"]:
            break
        time.sleep(0.02)
    assert running.poll() is None, "the refresh ended before it was killed"
    running.send_signal(signal.SIGKILL)
    running.wait()
    record = read_record(project.settings)
    assert record is not None
    assert record.pending
    project.replace(CLAIMS, "Qazaqstan", "Qazaq-stan")
    project.refresh()
    partial = project.content()
    project.refresh("--full")
    assert project.content() == partial
