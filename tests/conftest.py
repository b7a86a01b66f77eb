"""Fixtures that every room of the tests may use.

The whole main job runs once per test session, as a person runs it: the command line in a process
of its own, on a temporary warehouse and the figures that ship. Tests that need its result read
from it and never write to it; those that change something take a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from filelock import FileLock

from orchestration.ground.garbage import collect_seldom
from orchestration.settings import Settings
from tests.no_network import kept_inside, publishers_nowhere

collect_seldom()
publishers_nowhere()
# No test depends on how fast a machine is: a slow one draws examples slowly.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")
os.environ["MINERALS_LANGUAGE"] = "en"  # whatever the locale of who runs the tests
PROJECT_ROOT = Path(__file__).resolve().parents[1]
SHARED = PROJECT_ROOT.parent / "shared"
PUBLISHER_FOLDERS = (SHARED / "data", SHARED / "incoming")
MINERALS = Path(sys.executable).parent / "minerals"
CHROMIUM = os.environ.get("MINERALS_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"

Finished = subprocess.CompletedProcess[str]
RunMinerals = Callable[..., Finished]


@pytest.fixture(scope="session", autouse=True)
def _no_test_leaves_this_machine() -> Iterator[None]:
    with kept_inside():
        yield


@pytest.fixture(scope="session")
def publisher_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder with links to the publishers' real files, where this machine has them."""
    linked = tmp_path_factory.mktemp("publisher_files")
    for folder in PUBLISHER_FOLDERS:
        if not folder.is_dir():
            if os.environ.get("MINERALS_PROOF"):
                pytest.fail(f"make proof needs the publishers' files, and {folder} is not there")
            pytest.skip(f"the publishers' files (../shared/{folder.name}) are not on this machine")
        for path in folder.rglob("*"):
            if path.is_file():
                link = linked / path.relative_to(folder)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.unlink(missing_ok=True)
                link.symlink_to(path)
    return linked


def tracked() -> list[Path]:
    """Files that git would commit from this checkout; skips where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=PROJECT_ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    assert len(names) > 1000, "rules on committed files would pass on none"
    return [PROJECT_ROOT / name for name in names if (PROJECT_ROOT / name).is_file()]


def environment_of(settings: Settings) -> dict[str, str]:
    """Variables with which the command line works on the warehouse of `settings`."""
    return {
        **os.environ,
        "MINERALS_WAREHOUSE_DIR": str(settings.warehouse_dir),
        "MINERALS_EMBEDDED_DIR": str(settings.embedded_dir),
        "DAGSTER_HOME": str(settings.dagster_home),
        "COLUMNS": "100",
    }


def run_minerals(settings: Settings, *args: str, **environment: str) -> Finished:
    """Run the command line in a process of its own on the warehouse of `settings`."""
    return subprocess.run(
        [str(MINERALS), *args],
        env={**environment_of(settings), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def new_warehouse(folder: Path, embedded_dir: Path | None = None) -> Settings:
    """An empty warehouse in a temporary folder."""
    home = folder / "dagster_home"
    home.mkdir(parents=True)
    shutil.copy(PROJECT_ROOT / "warehouse" / "dagster_home" / "dagster.yaml", home)
    return Settings(
        warehouse_dir=folder, embedded_dir=embedded_dir or PROJECT_ROOT / "warehouse" / "embedded"
    )


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that one test process makes; the others wait for it. What `make` says is kept."""
    own = factory.getbasetemp()
    room = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    folder, done = room / name, room / f"{name}.done"
    with FileLock(room / f"{name}.lock"):
        if not done.exists():
            done.write_text(str(make(folder)))
    return folder


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse for which dbt has parsed the project, its warnings errors; shared, read only."""
    from orchestration.build.dbt import invoke  # most tests do without it, and it takes a second

    def parse(folder: Path) -> None:
        invoke(new_warehouse(folder), ["--warn-error", "parse", "--quiet"])

    return Settings(warehouse_dir=made_once(tmp_path_factory, "parsed_project", parse))


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse after one refresh on the figures that ship; shared, so read only."""

    def refresh(folder: Path) -> str:
        finished = run_minerals(new_warehouse(folder), "refresh")
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    return Settings(warehouse_dir=made_once(tmp_path_factory, "released_warehouse", refresh))


@pytest.fixture(scope="session")
def built_warehouse(released: Settings) -> Path:
    """The build database of `released`, from raw to marts; read only."""
    return released.build_database


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser of this machine, driven by Playwright.

    One for a file: while Playwright is open, its event loop runs in this thread, where a second
    one of any kind cannot start.
    """
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; install it or set MINERALS_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    playwright.expect.set_options(timeout=30_000)  # as its other waits; the machine may be busy
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def released_copy(released: Settings, tmp_path: Path) -> Settings:
    """A copy of `released` that a test may change or break."""
    folder = tmp_path / "warehouse"
    shutil.copytree(released.warehouse_dir, folder, ignore=shutil.ignore_patterns(".refresh.lock"))
    return Settings(warehouse_dir=folder)


def new_build(released: Settings, folder: Path, project_root: Path = PROJECT_ROOT) -> Settings:
    """A copy of a finished build that a test may change, with the dbt project parsed."""
    settings = Settings(warehouse_dir=folder, project_root=project_root)
    settings.build_dir.mkdir(parents=True)
    shutil.copy(released.build_database, settings.build_database)
    take_over_project(released, settings)
    return settings


def take_over_project(released: Settings, settings: Settings) -> None:
    """Let a warehouse use the dbt project as `released` parsed it; parsing is slow."""
    from orchestration.build.dbt import ensure_manifest, manifest_path

    shutil.copytree(released.dbt_target_dir, settings.dbt_target_dir)
    manifest_path(settings).touch()
    ensure_manifest(settings)


# A test that asks for one of these needs a whole build or a server: `make quick` leaves it out.
BUILT = frozenset({"released", "chromium", "server"})
LONGEST_FIRST = (
    "test_partial_refresh.py",
    "test_live.py",
    "test_simulation.py",
    "test_build.py",
    "test_mart_suites.py",
    "test_reading.py",
    "test_unit_tests_of_models.py",
    "test_commands.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what tests need, and put them in order.

    First the refresh itself, beside it what needs none, then what needs it, longest first.
    Two processes take whole files in this order, so a file's fixtures are made once.
    """
    for item in items:
        if BUILT.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.build)
        if "publisher_files" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.proof)
    needy = {item.path for item in items if item.get_closest_marker("build")}

    def turn(item: pytest.Item) -> int:
        if item.path.name == "test_refresh.py":
            return 0
        if item.path not in needy:
            return 1
        if item.path.name in LONGEST_FIRST:
            return 2 + LONGEST_FIRST.index(item.path.name)
        return 9

    items.sort(key=turn)
