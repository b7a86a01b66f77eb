"""One site of the shipped figures for all tests of the pages, and a real Chromium to read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import Settings
from orchestration.site.build import build_site

CHROMIUM = os.environ.get("MINERALS_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def site(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of `released`; read only."""
    return build_site(released, tmp_path_factory.mktemp("pages") / "site").folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser of this machine, driven by Playwright."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; install it or set MINERALS_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
