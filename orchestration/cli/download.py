"""`minerals download`: the release as CSV, Parquet and one Excel workbook.

Belongs here: what the command prints.
Does not belong here: writing the files (`orchestration.copies.downloads`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.cli.output import plain, terminal
from orchestration.copies.downloads.write import CURRENT, WORKBOOK, write_downloads
from orchestration.settings import get_settings


def print_downloads(folder: Path | None) -> None:
    """Write the files of the current release and say where they are.

    Raises:
        ReleaseError: when nothing is released yet.
    """
    console = terminal()
    with console.status("download") as status:
        written = write_downloads(
            get_settings(), folder, on_step=lambda step: status.update(f"download: {step}")
        )
    state = "were there already" if written.was_there else "written"
    console.print(f"{written.tables} tables of {written.release_id} {state}", soft_wrap=True)
    for name in (CURRENT, written.release_id):
        console.print(plain(written.folder / name), soft_wrap=True, highlight=False)
    console.print(f"[dim]each as .csv.gz and .parquet, and {WORKBOOK} of the reporting tables[/]")
