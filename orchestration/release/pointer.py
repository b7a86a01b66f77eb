"""Which release is served, as programs and tools find it, and where its files are.

Belongs here: names on the shelf, the pointer, the link, the release's own path.
Does not belong here: serving (`shelf.py`); the served file is the truth, this says the same.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.drafts import remove
from orchestration.ground.files import link_whole, write_whole
from orchestration.release.manifest import MANIFEST

if TYPE_CHECKING:
    from orchestration.settings import WarehouseSettings

DATABASE = "critical_minerals.duckdb"
_ID = re.compile(r"^\d{8}T\d{6}Z-[0-9a-f]{8}$")
_POINTER, _LINK = "current", "latest"


def released_database(settings: WarehouseSettings) -> Path:
    """The database of the served release under the release's own path.

    One process has one DuckDB for one path: while a connection to `served_database` is open there,
    every new one sees the file of then. A path of its own for each release has no such memory.
    """
    name = pointed(settings)
    return settings.releases_dir / name / DATABASE if name else settings.served_database


def point(settings: WarehouseSettings, release_id: str) -> None:
    """Say which release is served: as text for programs, as a link for tools that read Parquet."""
    write_whole(settings.releases_dir / _POINTER, release_id + "\n")
    link = settings.releases_dir / _LINK
    if not link.is_symlink():
        remove(link)  # a copy of the warehouse may have made a folder of it
    with suppress(OSError):  # a file system without links: the pointer says the same
        link_whole(link, release_id)


def is_linked(settings: WarehouseSettings, release_id: str) -> bool:
    """Whether the link leads to this release."""
    link = settings.releases_dir / _LINK
    return link.is_symlink() and link.readlink() == Path(release_id)


def pointed(settings: WarehouseSettings) -> str | None:
    """The release that the pointer names; None when it names none that is here."""
    name = read_id(settings.releases_dir / _POINTER)
    return name if name in shelved(settings) else None


def read_id(path: Path) -> str | None:
    """A release id from a file; None when there is none in it."""
    text = path.read_text().strip() if path.exists() else ""
    return text if _ID.match(text) else None


def shelved(settings: WarehouseSettings) -> list[str]:
    """Every release that has a manifest, oldest first."""
    if not settings.releases_dir.is_dir():
        return []
    return sorted(
        path.name
        for path in settings.releases_dir.iterdir()
        if _ID.match(path.name) and (path / MANIFEST).exists()
    )
