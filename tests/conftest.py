"""Fixtures that every room of the tests may use."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT_ROOT = Path(__file__).resolve().parents[1]
PUBLISHER_FILES = PROJECT_ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def publisher_files() -> Path:
    """The publishers' real files, where this machine has them."""
    if not PUBLISHER_FILES.is_dir():
        pytest.skip("the publishers' files (../shared/data) are not on this machine")
    return PUBLISHER_FILES
