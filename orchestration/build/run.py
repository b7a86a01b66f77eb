"""One build: decide what to build, note it, build and test it, record what came of it.

Belongs here: the order of these, for a refresh and for a person who builds a part.
Does not belong here: how dbt is run (`dbt.py`), what a selection is (`selection.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from orchestration.build.dbt import OnEvent, ensure_manifest, invoke, manifest_path
from orchestration.build.record import (
    BuildRecord,
    engine_digest,
    forget_record,
    note_pending,
    read_record,
    state_dir,
    write_record,
)
from orchestration.build.registers import refuse_faulty
from orchestration.build.relations import (
    keep_for_the_next_process,
    leaving_alone,
    relation_digests,
    relation_names,
)
from orchestration.build.selection import (
    Manifest,
    Plan,
    macro_digests,
    plan_build,
    raw_digests,
    relations_of,
)
from orchestration.build.spark import build_on_spark
from orchestration.build.strays import drop_strays
from orchestration.ground.files import copy_whole, sha256_of
from orchestration.publishers.registry import RAW_TABLES
from orchestration.settings import Settings

# The manifest is written by `ensure_manifest`, results are read from memory: no JSON once more.
# One line per node in the log file: every statement in it takes a tenth of the build.
# Unit tests prove logic, not data: they belong to the test suite and are left out here.
_NO_UNIT_TESTS = ["--exclude-resource-type", "unit_test"]
_BUILD = ["build", *_NO_UNIT_TESTS, "--quiet", "--no-write-json", "--log-level-file", "info"]
_LIST = ["ls", *_NO_UNIT_TESTS, "--no-write-json", "--log-level", "none"]
_LIST += ["--output", "json", "--output-keys", "unique_id"]


def read_manifest(settings: Settings) -> dict[str, Any]:
    """The project as dbt parsed it; parsed now if it changed."""
    manifest: dict[str, Any] = json.loads(ensure_manifest(settings).read_text())
    return manifest


# A plan that was made for the run that follows, so that it is not made twice.
_prepared: dict[Path, Plan] = {}


def prepare(settings: Settings) -> tuple[Manifest, Plan]:
    """Decide what the next build of this process builds; drops what no node owns.

    The caller has judged the registers.
    """
    manifest = read_manifest(settings)
    drop_strays(settings, [*relations_of(manifest), *_raw_tables()])
    plan = plan_build(settings, manifest, lambda args: list_nodes(settings, args))
    _prepared[settings.build_database] = plan
    return manifest, plan


def raw_as_built(settings: Settings) -> dict[str, str] | None:
    """Fingerprints of the raw tables, if they are the ones that the last whole build read."""
    record = read_record(settings)
    now = raw_digests(settings, read_manifest(settings))
    return now if record is not None and record.raw == now else None


def build_what_changed(
    settings: Settings, on_plan: Callable[[Plan], None], on_event: OnEvent
) -> Plan:
    """Bring the build database to what a whole build would leave, and record it.

    Args:
        settings: where the project and the build database are.
        on_plan: called with the plan before anything is built.
        on_event: called with dbt's event of every node that finished.

    Returns:
        what was built.

    Raises:
        BuildError: when a node failed; it and what hangs on it stay pending.
    """
    prepared = _prepared.get(settings.build_database)
    if prepared is None:
        refuse_faulty(settings.dbt_project_dir / "seeds")
    manifest, plan = (read_manifest(settings), prepared) if prepared else prepare(settings)
    _prepared.clear()
    on_plan(plan)
    with leaving_alone(settings, _untouched(settings, manifest, plan)):
        if plan.is_whole:
            forget_record(settings)
            _on_spark(settings)
            invoke(settings, _BUILD, on_event)
        elif plan.selected:
            note_pending(settings, plan.selected)
            _on_spark(settings)
            invoke(settings, [*_BUILD, "--select", *_names(manifest, plan.selected)], on_event)
    _remember(settings, manifest, plan)
    return plan


def _untouched(settings: Settings, manifest: Manifest, plan: Plan) -> list[str]:
    """Tables that dbt does not write to: those that it reads, and those that stay as they are."""
    selected = set(plan.selected)
    built = {name for name, unique_id in relations_of(manifest).items() if unique_id in selected}
    tables = (name for name, kind in relation_names(settings).items() if kind == "table")
    return [name for name in tables if name not in built]


def build_selected(settings: Settings, args: Sequence[str], on_event: OnEvent) -> tuple[str, ...]:
    """Build and test the nodes that a person selects; a refresh builds what hangs on them.

    Args:
        settings: where the project and the build database are.
        args: dbt's selection: `--select`, `--exclude`, `--state` and their values.
        on_event: called with dbt's event of every node that finished.

    Returns:
        what was selected.

    Raises:
        RegisterError: before anything is built, when a register is wrong.
        BuildError: when a node failed.
    """
    refuse_faulty(settings.dbt_project_dir / "seeds")
    ensure_manifest(settings)
    selected = tuple(list_nodes(settings, args))
    note_pending(settings, selected)
    if selected:
        _on_spark(settings)
        invoke(settings, [*_BUILD, *args], on_event)
    return selected


def _on_spark(settings: Settings) -> None:
    """Let Spark build its domains from the raw tables, where it is their engine."""
    if settings.engine == "spark":
        build_on_spark(settings)


def list_nodes(settings: Settings, args: Sequence[str]) -> list[str]:
    """Unique ids of what a selection of dbt means."""
    return [json.loads(line)["unique_id"] for line in invoke(settings, [*_LIST, *args])]


def _raw_tables() -> list[str]:
    from orchestration.build.flows import TABLE, flow_relations
    from orchestration.build.raw_tables import LANDED_TABLE

    return [*(f"raw.{name}" for name in (*RAW_TABLES, LANDED_TABLE, TABLE)), *flow_relations()]


def _names(manifest: Manifest, unique_ids: Sequence[str]) -> list[str]:
    return [".".join(manifest["nodes"][unique_id]["fqn"]) for unique_id in unique_ids]


def _remember(settings: Settings, manifest: Manifest, plan: Plan) -> None:
    """Record the build: fingerprints of what was built now, and of the rest as they were proven."""
    owned = relations_of(manifest)
    record = read_record(settings)
    kept = {}
    if record is not None:
        kept = {n: d for n, d in record.relations.items() if owned.get(n) not in plan.selected}
    built = [name for name, unique_id in owned.items() if unique_id in set(plan.selected)]
    there = relation_names(settings)
    state = state_dir(settings) / "manifest.json"
    state.parent.mkdir(parents=True, exist_ok=True)
    copy_whole(manifest_path(settings), state)
    write_record(
        settings,
        BuildRecord(
            engine=engine_digest(settings),
            manifest_sha256=sha256_of(state),
            macros=macro_digests(manifest),
            raw=raw_digests(settings, manifest),
            relations={
                **{name: digest for name, digest in kept.items() if name in owned},
                **relation_digests(settings, [name for name in built if name in there]),
            },
        ),
    )
    keep_for_the_next_process(settings)
