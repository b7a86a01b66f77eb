"""`minerals status` and `minerals diff`.

Belongs here: printing what is on the shelf of releases.
Does not belong here: the shelf itself (`release`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.markdown import Markdown
from rich.table import Table

from orchestration.cli.bulk import warn_of_unproven
from orchestration.cli.output import plain, table_of, terminal
from orchestration.cli.pins import live_state, print_live_state
from orchestration.ground.errors import ReleaseError
from orchestration.landing.flows.partitions import landed_partitions
from orchestration.release import (
    current_hold,
    current_release,
    list_releases,
    read_manifest,
    unchanged_release,
)
from orchestration.release.holding import LIFT
from orchestration.settings import WarehouseSettings, get_settings


def print_status(*, as_json: bool) -> None:
    """Which release is served, whether a refresh would change it, what lies on the shelf."""
    from orchestration.steps.runs import runs_state

    settings = get_settings()
    folder, hold = _current(settings), current_hold(settings)
    state = {
        "served": str(settings.served_database),
        "release_id": folder.name,
        "is_up_to_date": unchanged_release(settings) is not None,
        "hold": hold.as_json() if hold else None,
        "releases": [_line(settings.releases_dir / name) for name in list_releases(settings)],
        **live_state(settings),
    }
    runs = runs_state(settings)
    state["runs"] = runs.as_json() if runs else None
    if as_json:
        json.dump(state, sys.stdout, indent=2)
        sys.stdout.write("\n")
        return
    console = terminal()
    console.print(f"served    {plain(state['served'])}")
    console.print(f"release   [bold]{folder.name}[/]")
    if hold:
        console.print(f"held      [yellow]{plain(hold.summary)}[/]; {LIFT}")
    console.print(
        "input     unchanged since"
        if state["is_up_to_date"]
        else "input     changed (or never recorded): minerals refresh"
    )
    print_live_state(console, settings, state)
    warn_of_unproven(console, landed_partitions(settings))
    for line in runs.lines() if runs else []:
        console.print(plain(line), soft_wrap=True)
    console.print(_shelf(state["releases"], folder.name))


def _current(settings: WarehouseSettings) -> Path:
    folder = current_release(settings)
    if folder is None:
        raise ReleaseError(
            "Nothing is released yet",
            where=str(settings.releases_dir),
            way_out="run `minerals refresh` (or `make refresh`) first",
        )
    return folder


def _line(folder: Path) -> dict[str, Any]:
    manifest = read_manifest(folder)
    return {
        "release_id": folder.name,
        "created_at": manifest.created_at,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "inputs": len(manifest.inputs),
        "warnings": manifest.gates.warnings,
    }


def _shelf(releases: Any, served: str) -> Table:
    table = table_of(
        "",
        "release",
        "created, UTC",
        "tables",
        "rows",
        "files in",
        "warnings",
        texts={"", "release"},
        padding=(0, 1, 0, 0),
    )
    for line in reversed(releases):
        table.add_row(
            "●" if line["release_id"] == served else "",
            line["release_id"],
            line["created_at"][:16].replace("T", " "),
            str(line["tables"]),
            f"{line['rows']:,}",
            str(line["inputs"]),
            str(line["warnings"]),
        )
    return table


def print_diff(*, as_json: bool) -> None:
    """The diff that the served release carries against the one before it."""
    folder = _current(get_settings())
    if as_json:
        sys.stdout.write((folder / "diff.json").read_text())
    else:
        terminal().print(Markdown((folder / "diff.md").read_text()))
