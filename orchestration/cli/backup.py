"""`minerals backup` and `minerals restore`.

Belongs here: telling what was written or put back.
Does not belong here: the archive itself (`orchestration/upkeep/backup.py`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.cli.output import plain, terminal
from orchestration.ground.errors import ReleaseError
from orchestration.release import verify
from orchestration.settings import get_settings
from orchestration.upkeep.backup import back_up
from orchestration.upkeep.backup import restore as put_back


def print_backup(folder: Path, *, wait: float) -> None:
    """Write an archive and say where it is."""
    archive = back_up(get_settings(), folder, wait)
    terminal().print(f"backup    {plain(archive)} ({archive.stat().st_size / 1e6:,.0f} MB)")


def print_restored(archive: Path, *, force: bool) -> None:
    """Put an archive back and check what is served now.

    Raises:
        ReleaseError: when the release that came back is not what its manifest says.
    """
    settings = get_settings()
    folder = put_back(settings, archive, force=force)
    console = terminal()
    if folder is None:
        console.print("restored  no release was in this backup: minerals refresh")
        return
    found = verify(settings)
    if not found.is_sound:
        raise ReleaseError(
            "What was restored is not what was released",
            where=str(folder),
            found="\n    ".join(["", *found.problems]),
            way_out="restore another backup, or build again: minerals refresh --force",
        )
    console.print(f"restored  [bold]{folder.name}[/], {found.tables} tables checked")
