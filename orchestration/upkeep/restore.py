"""Restore: a snapshot takes the place of what the warehouse holds, in one journalled switch.

Belongs here: the copy aside, its proof, the journal, finishing a switch that was interrupted.
Does not belong here: what a snapshot is (`snapshot.py`).

Nothing of the warehouse is touched before the copy aside is whole, proven and on the disk. Then a
journal names what is to be switched. From there on there is only one way, forward: each name is
moved once, and whichever command comes next goes on where a kill ended this one. Readers have the
served file of before until one rename gives them the restored one.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orchestration.ground.documents import Document, read_document, write_document
from orchestration.ground.drafts import remove
from orchestration.ground.errors import AskedError, ReleaseError, WarehouseError
from orchestration.ground.files import move, sync, sync_tree
from orchestration.ground.lock import one_writer
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    from orchestration.release.verify import Verification

ASIDE, JOURNAL = ".restore-aside", ".restoring"
CONFIGURATION = "dagster_home/dagster.yaml"


class Switch(Document):
    """What is being switched: names that come, and names that only go."""

    coming: list[str]
    going: list[str]


class Prepared(NamedTuple):
    """A switch that can be made, and the release that is served after it."""

    switch: Switch
    proven: Verification | None


def restore(
    settings: WarehouseSettings, snapshot: Path, *, force: bool = False
) -> Verification | None:
    """Put a snapshot back, whole: what the warehouse held of the kept things is replaced.

    Args:
        settings: the warehouse; stop Dagster's services on it first.
        snapshot: what `back_up` made.
        force: replace a warehouse that has a release already; what it has and the snapshot has not
            is removed, only Dagster's configuration stays.

    Returns:
        the release that is served now, as it was proven; None when the snapshot held none.

    Raises:
        AskedError: when the folder is no whole snapshot, or something would be overwritten.
        ReleaseError: when the release in it is not what was released; nothing was changed.
    """
    from orchestration.release import current_release

    with one_writer(settings.lock_file):
        _finish_or_forget(settings, force=force)
        if current_release(settings) is not None and not force:
            raise AskedError(
                "This warehouse has a release; a restore would replace it",
                where=str(settings.warehouse_dir),
                way_out="restore into an empty folder (MINERALS_WAREHOUSE_DIR), or say --force",
            )
        aside = settings.warehouse_dir / ASIDE
        try:
            switch, proven = _prepared(settings, snapshot, aside, force=force)
        except BaseException:
            remove(aside)
            raise
        write_document(settings.warehouse_dir / JOURNAL, switch)
        finish_switch(settings)
        return proven


def is_interrupted(settings: WarehouseSettings) -> bool:
    """Whether a restore was killed."""
    return any((settings.warehouse_dir / name).exists() for name in (JOURNAL, ASIDE))


def finish_switch(settings: WarehouseSettings) -> bool:
    """Go on with a switch that was journalled, drop a copy that was not; says whether it switched.

    The caller holds the warehouse's lock (`ground.lock`).
    """
    journal, aside = settings.warehouse_dir / JOURNAL, settings.warehouse_dir / ASIDE
    if not journal.exists():
        remove(aside)
        return False
    switch = read_document(
        Switch,
        journal,
        "The journal of a restore cannot be read",
        "minerals restore --force, from a backup",
    )
    for name in switch.coming:
        if (aside / name).exists():
            _put(aside / name, settings.warehouse_dir / name)
    for name in switch.going:
        remove(settings.warehouse_dir / name)
    journal.unlink()
    sync(settings.warehouse_dir)
    remove(aside)
    return True


def _finish_or_forget(settings: WarehouseSettings, *, force: bool) -> None:
    """Finish the switch before this one; with force, one whose journal is damaged is given up.

    All that it would have switched is replaced by the snapshot that comes now.
    """
    try:
        finish_switch(settings)
    except WarehouseError:
        if not force:
            raise
        remove(settings.warehouse_dir / JOURNAL)
        remove(settings.warehouse_dir / ASIDE)


def _put(new: Path, old: Path) -> None:
    """Give what was restored its place; a file by one rename, a folder after the old one went.

    The journal makes that safe: until it is gone, the next command comes through here again.
    """
    if old.is_dir() or new.is_dir():
        remove(old)
    move(new, old)


def _prepared(settings: WarehouseSettings, snapshot: Path, aside: Path, *, force: bool) -> Prepared:
    """A proven copy of a snapshot, on the disk, and what is to be done with it."""
    # Every command asks whether a restore was killed, and needs none of this.
    from orchestration.upkeep.snapshot import ROOTS, read_sums, refuse_changed

    sums = read_sums(snapshot)
    for name in sums:
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(snapshot / name, aside / name)
    refuse_changed(aside, sums, snapshot)
    proven = _proven(settings.model_copy(update={"warehouse_dir": aside}), snapshot)
    if force or (aside / CONFIGURATION).parent.exists():
        _keep_configuration(settings.warehouse_dir, aside)
    sync_tree(aside)
    coming = [name for name in ROOTS if (aside / name).exists()]
    # unasked, only what has a successor goes: a dropped file may be nowhere else
    going = [name for name in ROOTS if name not in coming] if force else []
    return Prepared(Switch(coming=coming, going=going), proven)


def _proven(aside: WarehouseSettings, snapshot: Path) -> Verification | None:
    from orchestration.release import current_release, verify

    if current_release(aside) is None:
        return None
    found = verify(aside)
    if not found.is_sound:
        raise ReleaseError(
            "The release in this backup is not what was released; nothing was changed",
            where=str(snapshot),
            found="\n    ".join(["", *found.problems]),
            way_out="restore another backup",
        )
    return found


def _keep_configuration(warehouse: Path, aside: Path) -> None:
    """Where the snapshot has none, the configuration of Dagster that is there stays."""
    if not (aside / CONFIGURATION).exists() and (warehouse / CONFIGURATION).is_file():
        (aside / CONFIGURATION).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(warehouse / CONFIGURATION, aside / CONFIGURATION)
