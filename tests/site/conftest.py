"""One site of the shipped figures for all tests of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.settings import Settings
from orchestration.site.build import build_site
from tests.conftest import made_once


@pytest.fixture(scope="session")
def site(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of `released`; read only."""
    return made_once(tmp_path_factory, "site", lambda folder: build_site(released, folder).folder)
