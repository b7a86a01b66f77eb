"""dbt's own unit tests: logic on a few rows, run where a build has made the tables they imitate."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.dbt import invoke
from orchestration.settings import Settings


@pytest.mark.slow
def test_every_rule_of_the_models_on_small_rows(built_warehouse: Path, tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path)
    settings.build_dir.mkdir(parents=True)
    shutil.copy(built_warehouse, settings.build_database)
    invoke(settings, ["test", "--quiet", "--select", "test_type:unit"])
