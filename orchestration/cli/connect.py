"""`minerals connect`: settings to copy, for a tool.

Belongs here: what the command prints.
Does not belong here: the pages (`warehouse/connections`) and filling them in (`copies`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.table import Table

from orchestration.cli.output import terminal
from orchestration.copies.file.connections import filled_page, pages
from orchestration.ground.errors import ReleaseError
from orchestration.release.pointer import released_database
from orchestration.settings import get_settings


def print_tools() -> None:
    """Every tool that has a page."""
    table = Table(box=None, header_style="dim")
    for header in ("tool", "what", ""):
        table.add_column(header, no_wrap=header == "tool")
    for page in pages(get_settings()):
        table.add_row(page.tool, page.title, "proven" if page.is_proven else "not tried here")
    console = terminal()
    console.print(table)
    console.print("[dim]minerals connect python · the same pages: warehouse/connections/[/]")


def print_path() -> None:
    """Where the served release is now, under a path of its own.

    Raises:
        ReleaseError: when there is none: a path to nothing would be taken for one.
    """
    path = released_database(get_settings()).resolve()
    if not path.exists():
        raise ReleaseError(
            "Nothing is released yet", where=str(path), way_out="run `minerals refresh` first"
        )
    sys.stdout.write(f"{path}\n")


def print_files(folder: Path) -> None:
    """Write the files that desktop tools open, and say where they are."""
    from orchestration.copies.file.client_files import write_client_files

    for path in write_client_files(get_settings(), folder):
        sys.stdout.write(f"{path}\n")


def print_page(tool: str) -> None:
    """One page, as it is: lines that are to be copied are never wrapped."""
    sys.stdout.write(filled_page(get_settings(), tool))
