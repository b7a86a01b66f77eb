"""Housekeeping: what commands that were killed left behind is finished or removed.

Belongs here: which places are looked through, and that whatever is in use is left alone.
Does not belong here: whose a draft is (`ground/drafts.py`), how a restore (`restore.py`) or a
publication (`release`) goes on.

Every command begins with this. It is cheap where nothing was left, changes nothing that a living
process writes, and never stops a command: what cannot be tidied now is tidied by a later one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from orchestration.ground.drafts import is_owned, remove, sweep
from orchestration.ground.errors import BusyError, WarehouseError, file_in_the_way
from orchestration.ground.lock import hold, one_writer
from orchestration.settings import WarehouseSettings
from orchestration.upkeep.restore import finish_switch, is_interrupted

PLACES = (
    "",
    "build",
    "build/state",
    "build/verdicts",
    "build/verdicts/*",
    "dagster_home",
    "docs",
    "docs/*",
    "landing",
    "landing/objects/*",
    "releases",
    "trade/source=*/edition=*/hs=*",
    "trade/source=*/edition=*/hs=*/year=*",
)
"""Where drafts are written, below the warehouse."""
FOLDERS = (
    *("", "build", "build/dbt_target", "build/verdicts", "dagster_home", "docs", "drop", "landing"),
    *("landing/incoming", "landing/objects", "releases", "site", "trade"),
)
"""Folders of a warehouse; each may be missing."""


def begin_writing(settings: WarehouseSettings) -> None:
    """What a step of Dagster begins with: the warehouse is this process's, and tidy.

    Raises:
        BusyError: when another process still writes after `writer_wait_seconds`.
    """
    hold(settings.lock_file, settings.writer_wait_seconds)
    tidy(settings)


def refuse_files(settings: WarehouseSettings) -> None:
    """Begin nothing where a file stands in the place of a folder: it would be taken for none.

    Raises:
        AskedError: it names the file.
    """
    for name in FOLDERS:
        place = settings.warehouse_dir / name
        if place.is_file():
            raise file_in_the_way(place)


def tidy(settings: WarehouseSettings) -> list[str]:
    """Finish or remove what was left; waits for nobody.

    Returns:
        Notes for people.
    """
    if not settings.warehouse_dir.is_dir():
        return []
    notes: list[str] = []
    with contextlib.suppress(OSError):  # somebody who may only read
        if is_interrupted(settings) or _is_release_broken(settings):
            notes += _mended(settings)
        for folder in _places(settings.warehouse_dir):
            notes += [f"removed {name}, left by an interrupted command" for name in sweep(folder)]
        notes += _abandoned_fetches(settings.landing_dir / "incoming")
    return notes


def _mended(settings: WarehouseSettings) -> list[str]:
    """Under the lock: whoever holds it now mends, or has, what it needs."""
    from orchestration.release import recover

    try:
        with one_writer(settings.lock_file):
            was_restoring = finish_switch(settings)
            notes = recover(settings)
    except BusyError:
        return []
    except WarehouseError as unmendable:  # the command may be the one that mends it
        return [str(unmendable)]
    return ["finished a restore that was interrupted"] * was_restoring + notes


def _is_release_broken(settings: WarehouseSettings) -> bool:
    from orchestration.release.shelf import is_interrupted as is_publication_interrupted

    return is_publication_interrupted(settings)


def _places(warehouse: Path) -> Iterator[Path]:
    for place in PLACES:
        yield from warehouse.glob(place) if "*" in place else (warehouse / place,)


def _abandoned_fetches(room: Path) -> list[str]:
    """Folders of fetches whose process has died; a living one owns its folder."""
    if not room.is_dir():
        return []
    left = [path for path in sorted(room.iterdir()) if not is_owned(path)]
    for path in left:
        remove(path)
    return [f"removed incoming/{path.name}, left by an interrupted fetch" for path in left]
