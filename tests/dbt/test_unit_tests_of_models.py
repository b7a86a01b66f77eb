"""dbt's own unit tests: logic on a few rows, run where a build has made the tables they imitate."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.dbt import invoke
from orchestration.settings import Settings
from tests.conftest import new_build

INTERMEDIATE = "path:models/intermediate"


@pytest.mark.slow
@pytest.mark.parametrize("part", ["--select", "--exclude"])
def test_every_rule_of_the_models_on_small_rows(
    released: Settings, part: str, tmp_path: Path
) -> None:
    """The intermediate models and all others: two processes share them."""
    settings = new_build(released, tmp_path)
    ran = invoke(settings, ["test", "--quiet", "--resource-type", "unit_test", part, INTERMEDIATE])
    assert len(ran.results) > 15
