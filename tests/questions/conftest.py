"""A copy of the dbt project whose registers a test may edit, with a finished build behind it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, new_build
from tests.registers.conftest import Registers, Row


class BuiltRegisters(Registers):
    """The registers of one copied project."""

    def __init__(self, folder: Path, released: Settings) -> None:
        shutil.copytree(
            PROJECT_ROOT / "dbt_project",
            folder / "project" / "dbt_project",
            ignore=shutil.ignore_patterns("target", "logs"),
        )
        self.settings = new_build(released, folder / "warehouse", folder / "project")
        super().__init__(self.settings.dbt_project_dir / "seeds")


@pytest.fixture(scope="module")
def new_registers(
    released: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], BuiltRegisters]:
    """Make a copy that a test may edit."""
    return lambda: BuiltRegisters(tmp_path_factory.mktemp("registers"), released)


def claim(claim_id: str, **columns: object) -> Row:
    """A claim that is in scope and has all that a claim must have."""
    return {
        "claim_id": claim_id,
        "claim": "A sentence of a test.",
        "speaker": "a test",
        "reported_by": "a test",
        "reported_on": "2026-02-26",
        "is_in_scope": "true",
        **columns,
    }


def reading(claim_id: str, reading_id: str, measure: str, **columns: object) -> Row:
    """A reading that has all that a reading must have."""
    return {
        "claim_id": claim_id,
        "reading_id": reading_id,
        "reading": "A reading of a test",
        "reads_as": "as_said",
        "verb": "produces",
        "measure": measure,
        **columns,
    }
