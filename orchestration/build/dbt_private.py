"""All that is used of dbt and dagster-dbt though it is private to them; their versions are pinned.

Belongs here: imports from inside `dbt`, `dbt_common` and `dagster_dbt`.
Does not belong here: what their public interfaces can do (`dbtRunner`, `DagsterDbtTranslator`).

An upgrade test names what a new version lacks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

    from dagster import AssetExecutionContext
    from dagster_dbt import DagsterDbtTranslator
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg


def saved_project(target_dir: Path, project_dir: Path) -> Manifest | None:
    """The project as an earlier process parsed it; None if another version of dbt did, or none."""
    from dbt.constants import MANIFEST_FILE_NAME, PARTIAL_PARSE_FILE_NAME
    from dbt.contracts.graph.manifest import Manifest
    from dbt.contracts.graph.nodes import SeedNode
    from dbt.version import __version__

    saved = target_dir / PARTIAL_PARSE_FILE_NAME
    written = json.loads((target_dir / MANIFEST_FILE_NAME).read_text())
    if written["metadata"]["dbt_version"] != __version__ or not saved.exists():
        return None
    manifest = Manifest.from_msgpack(saved.read_bytes())
    for node in manifest.nodes.values():
        if isinstance(node, SeedNode):  # its rows are read again, from where the project is now
            node.root_path = str(project_dir)
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def docs_template() -> Path:
    """The page that `dbt docs generate` puts a project into."""
    from dbt.task.docs import DOCS_INDEX_FILE_PATH

    return Path(DOCS_INDEX_FILE_PATH)


def listener(
    names: frozenset[str], on_event: Callable[[dict[str, Any]], None] | None
) -> Callable[[EventMsg], None]:
    """A callback for `dbtRunner` that passes events of these names on, as plain objects."""
    from dbt_common.events.functions import msg_to_dict

    def listen(message: EventMsg) -> None:
        if on_event is not None and message.info.name in names:
            on_event(msg_to_dict(message))

    return listen


def name_sources_cheaply() -> None:
    """Let dbt name the module that a behaviour flag comes from without reading any source file.

    It walks the whole stack with the text of each line, once a flag and command, for a word that
    only a warning shows. From inside Dagster that was a tenth of a small build.
    """
    from dbt_common.behavior_flags import BehaviorFlagRendered

    def source() -> str:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            name = str(frame.f_globals.get("__name__", ""))
            if name != BehaviorFlagRendered.__module__:
                return name
            frame = frame.f_back
        return "Unknown"

    BehaviorFlagRendered._default_source = staticmethod(source)  # type: ignore[method-assign]


def close_connections() -> None:
    """Free the build database: while dbt's handle lives, no other connection can open the file."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def asset_events(
    event: dict[str, Any],
    history: Mapping[str, Any],
    manifest: Mapping[str, Any],
    translator: DagsterDbtTranslator,
    context: AssetExecutionContext,
    target_dir: Path,
) -> Iterator[Any]:
    """One event of dbt as dagster-dbt's own asset events."""
    from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

    message = DbtCoreCliEventMessage(raw_event=event, event_history_metadata=dict(history))
    yield from message.to_default_asset_events(
        manifest, translator, context, target_path=target_dir
    )
