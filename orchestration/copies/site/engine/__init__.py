"""What the page of queries needs beside its text: the engine and the released file.

Belongs here: where `make query` leaves the engine, which files the pages take from there.
Does not belong here: the page (`pages/query.py`), the script that asks (`static/query.js`).

The engine is DuckDB-Wasm from its npm package, locked in `package-lock.json`; without npm there is
none, and the pages leave the page of queries out and say why.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.errors import SiteError

if TYPE_CHECKING:
    from orchestration.settings import WarehouseSettings

FILES = ("duckdb.js", "worker.js", "duckdb.wasm", "licences.txt")
RELEASED = "data/critical_minerals.duckdb"
_PLACE = "assets/query"


@dataclass(frozen=True)
class Sizes:
    """Bytes of the released file and of the engine."""

    released: int
    engine: int


def engine_folder(settings: WarehouseSettings) -> Path | None:
    """Where the engine's files are; None where `make query` never ran.

    Raises:
        SiteError: when some of them are gone.
    """
    folder = settings.warehouse_dir / ".query" / "engine"
    if not folder.is_dir():
        return None
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise SiteError(
            "The engine of the page of queries is not whole",
            where=str(folder),
            expected=", ".join(FILES),
            found=f"no {', '.join(missing)}",
            way_out="make query, or remove the folder to leave the page out",
        )
    return folder


def sizes(engine: Path, released: Path) -> Sizes:
    """How much the first answer takes from the site."""
    parts = sum((engine / name).stat().st_size for name in FILES)
    return Sizes(released.stat().st_size, parts)


def put_engine(engine: Path, released: Path, site: Path) -> None:
    """Copy engine and released file to where the page asks for them."""
    (site / _PLACE).mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(engine / name, site / _PLACE / name)
    (site / RELEASED).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(released, site / RELEASED)
