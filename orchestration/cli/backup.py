"""`minerals backup` and `minerals restore`.

Belongs here: printing what was written or put back.
Does not belong here: making and restoring a snapshot (`orchestration/upkeep`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.cli.output import plain, terminal
from orchestration.settings import get_settings
from orchestration.upkeep.backup import back_up
from orchestration.upkeep.restore import restore as put_back


def print_backup(folder: Path, *, wait: float) -> None:
    """Make a snapshot and say where it is."""
    snapshot = back_up(get_settings(), folder, wait)
    size = sum(path.stat().st_size for path in snapshot.rglob("*") if path.is_file())
    terminal().print(f"backup    {plain(snapshot)} ({size / 1e6:,.0f} MB)", soft_wrap=True)


def print_restored(snapshot: Path, *, force: bool) -> None:
    """Put a snapshot back and say what is served now."""
    proven = put_back(get_settings(), snapshot, force=force)
    console = terminal()
    if proven is None:
        console.print("restored  no release was in this backup: minerals refresh")
    else:
        console.print(f"restored  [bold]{proven.release_id}[/], {proven.tables} tables checked")
