"""A small world: an edition of a few chapters that ships, its successor, and ways to spoil it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.landing import Arrival, land, pinned
from orchestration.landing.store import object_path
from orchestration.publishers import embedded
from orchestration.publishers.editions import parse_landed
from orchestration.settings import Settings
from tests.landing.printer import Record, announce, changed, fetched, print_edition

CHAPTERS = {"COBALT", "LITHIUM", "NICKEL", "ZINC"}
NEXT = "usgs_mcs_2027"
Files = dict[str, bytes]


class Printed:
    """A file in memory with its publisher's name."""

    def __init__(self, file_name: str, content: bytes) -> None:
        self.file_name = file_name
        self._content = content

    def read(self) -> bytes:
        return self._content


def long_name(year: int = 2027) -> str:
    return f"MCS{year}_Commodities_Data.csv"


def few_chapters(year: int) -> Files:
    """An edition with some chapters only: what the rules say does not need the others."""

    def kept(record: Record) -> Record | None:
        return record if record[0] in CHAPTERS and record[4] != "Price" else None

    files = print_edition(year)
    return {**files, long_name(year): changed(files[long_name(year)], kept)}


@pytest.fixture(scope="session")
def small_figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The figures that ship, were there only one edition of a few chapters."""
    folder = tmp_path_factory.mktemp("small_figures")
    named = [Printed(name, content) for name, content in few_chapters(2026).items()]
    embedded.write(folder, parse_landed({"usgs_mcs_2026": named}))
    return folder


@pytest.fixture(scope="session")
def next_edition() -> Files:
    """The successor of that edition."""
    return few_chapters(2027)


class World:
    """A landing in a temporary folder, and what one does with it."""

    def __init__(self, settings: Settings, files: Files) -> None:
        self.settings = settings
        self.files = files

    def land(self, files: Files | None = None, edition_id: str = NEXT) -> Arrival:
        """Fetch and land an edition, the clean successor if nothing else is given."""
        given = self.files if files is None else files
        folder = self.settings.warehouse_dir / "fetched"
        return land(self.settings, announce(given, edition_id), fetched(given, folder))

    def spoilt(self, change: Callable[[Record], Record | None]) -> Files:
        """The successor with every record of its long file changed, or left out."""
        return {**self.files, long_name(): changed(self.files[long_name()], change)}

    @property
    def pins(self) -> dict[str, int | None]:
        """Landed revision by edition; None is the embedded one."""
        return {r: pin.revision for r, pin in pinned(self.settings).items()}

    def stored(self) -> list[Path]:
        """All files of the store."""
        room = object_path(self.settings, "0" * 64).parents[1]
        return sorted(path for path in room.rglob("*") if path.is_file())


@pytest.fixture
def world(tmp_path: Path, small_figures: Path, next_edition: Files) -> World:
    settings = Settings(warehouse_dir=tmp_path / "warehouse", embedded_dir=small_figures)
    return World(settings, next_edition)


@pytest.fixture(scope="session")
def landed_folder(
    tmp_path_factory: pytest.TempPathFactory, small_figures: Path, next_edition: Files
) -> Path:
    folder = tmp_path_factory.mktemp("landed") / "warehouse"
    settings = Settings(warehouse_dir=folder, embedded_dir=small_figures)
    World(settings, next_edition).land()
    return folder


@pytest.fixture
def landed(tmp_path: Path, landed_folder: Path, world: World) -> World:
    """A world in which the successor has landed."""
    shutil.copytree(landed_folder, world.settings.warehouse_dir)
    return world
