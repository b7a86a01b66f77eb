"""An outside judge of the models' YAML, dbt-score, is content with the project as it is parsed.

Belongs here: running it. Does not belong here: which of its rules are off (`pyproject.toml`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.build.dbt import manifest_path
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

DBT_SCORE = Path(sys.executable).parent / "dbt-score"


@pytest.mark.slow
def test_the_project_scores_what_it_must(parsed: Settings) -> None:
    finished = subprocess.run(
        [str(DBT_SCORE), "lint", "--manifest", str(manifest_path(parsed))],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "Project score:" in finished.stdout
