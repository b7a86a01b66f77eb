"""`minerals build`: build and test a part of the dbt project, and print what came of each node.

Belongs here: the lock, handing dbt's selection over, the closing lines.
Does not belong here: the build itself (`build.run`). Nothing is gated or published.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orchestration.build.run import build_selected
from orchestration.cli.output import terminal
from orchestration.ground.errors import AskedError
from orchestration.ground.lock import one_writer
from orchestration.settings import WarehouseSettings, get_settings


def run_build(
    *, select: Sequence[str], exclude: Sequence[str], state: Path | None, wait: float
) -> None:
    """Build what dbt's selection means, in the build database of the last refresh.

    Raises:
        AskedError: when there is no build database, or the selection means nothing.
        BuildError: when a node failed.
    """
    settings, console = get_settings(), terminal()
    _refuse_nothing_built(settings)

    def show(event: dict[str, Any]) -> None:
        node = event["data"]["node_info"]
        status = str(event["data"].get("status") or node["node_status"])
        console.print(
            f"{status:<8} {node['resource_type']:<6} {node['node_name']}", highlight=False
        )

    args = ["--select", *select] if select else []
    args += ["--exclude", *exclude] if exclude else []
    args += ["--state", str(state.resolve())] if state else []
    with one_writer(settings.lock_file, wait):
        built = build_selected(settings, args, show)
    if not built:
        raise AskedError(
            "The selection means no model, seed or test",
            found=" ".join(args),
            way_out="name a model, a path, tag:…, state:modified+ …, as for dbt's --select",
        )
    console.print(f"{len(built)} selected; not gated, not published: minerals refresh does both")


def _refuse_nothing_built(settings: WarehouseSettings) -> None:
    if not settings.build_database.exists():
        raise AskedError(
            "There is no build yet to build a part of",
            where=str(settings.build_database),
            way_out="say `minerals refresh` once; it reads the publishers' figures, too",
        )
