"""`minerals embed`: rebuild the figures that ship.

Belongs here: the call and what it says.
Does not belong here: the layout (`publishers/embedded.py`).
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from orchestration.cli.output import plain
from orchestration.publishers import rebuild_embedded
from orchestration.settings import get_settings


def rebuild(input_dir: Path) -> None:
    """Parse a folder of publishers' files and write the embedded figures anew."""
    settings = get_settings()
    console = Console(highlight=False, emoji=False)
    with console.status(f"reading {plain(input_dir)}"):
        written = rebuild_embedded(input_dir, settings.embedded_dir)
    for path in written:
        console.print(f"{path.stat().st_size:>10,} bytes  {plain(path)}", soft_wrap=True)
    console.print("see what changed with: git diff --stat warehouse/embedded")
