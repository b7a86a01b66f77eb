"""One site of the shipped figures for all tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.copies.site.build import build_site
from orchestration.settings import Settings
from tests.conftest import made_once


@pytest.fixture(scope="session")
def site(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of `released`; read only."""
    return made_once(tmp_path_factory, "site", lambda folder: build_site(released, folder).folder)


@pytest.fixture(scope="module")
def served(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release that the pages are made from, as readers open it."""
    connection = open_served(released)
    yield connection
    connection.close()
