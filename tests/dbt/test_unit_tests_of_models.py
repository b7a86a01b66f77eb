"""dbt's own unit tests: logic on a few rows, run where a build has made the tables they imitate."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.build.dbt import invoke
from orchestration.settings import Settings
from tests.conftest import new_build


@pytest.mark.slow
def test_every_rule_of_the_models_on_small_rows(released: Settings, tmp_path: Path) -> None:
    settings = new_build(released, tmp_path)
    ran = invoke(settings, ["test", "--quiet", "--resource-type", "unit_test"])
    assert len(ran.results) > 30
