"""Rollback: an earlier release is served again. Nothing is built, nothing is deleted.

Belongs here: choosing the release and serving it.
Does not belong here: removing releases (`shelf.prune`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from orchestration.ground.errors import ReleaseError
from orchestration.release.publish import Outcome
from orchestration.release.shelf import (
    current_release,
    list_releases,
    recover,
    release_folder,
    serve,
)
from orchestration.release.verify import verify_folder

if TYPE_CHECKING:
    from orchestration.settings import WarehouseSettings


def rollback(
    settings: WarehouseSettings,
    release_id: str | None = None,
    *,
    on_step: Callable[[str], None] = lambda step: None,
) -> Outcome:
    """Serve an earlier release again; the one before the current when none is named.

    The caller holds the warehouse's lock (`ground.lock`).

    Raises:
        ReleaseError: when there is none, or when it is no longer what was released.
    """
    notes = recover(settings)
    current = current_release(settings)
    name = release_id or _before(settings, current.name if current else "")
    folder = release_folder(settings, name)
    if current and current.name == name:
        return Outcome(name, folder, False, f"{name} is served already", name, notes)
    found = verify_folder(folder)
    if not found.is_sound:
        raise ReleaseError(
            "That release is no longer what was released, so it is not served",
            where=str(folder),
            found="\n    ".join(["", *found.problems]),
            way_out="choose another one of " + ", ".join(list_releases(settings)),
        )
    on_step("serve")
    notes += serve(settings, name, on_step)
    before = current.name if current else None
    return Outcome(name, folder, False, f"{name} is served again, after {before}", before, notes)


def _before(settings: WarehouseSettings, current: str) -> str:
    earlier = [name for name in list_releases(settings) if name < current]
    if not earlier:
        raise ReleaseError(
            "There is no earlier release to go back to",
            where=str(settings.releases_dir),
            expected="a release before the current one",
            found=", ".join(list_releases(settings)) or "no release at all",
            way_out="name one that is kept, or publish first",
        )
    return earlier[-1]
