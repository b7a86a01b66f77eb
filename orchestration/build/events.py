"""dbt's events as Dagster's: materializations and check results of a build.

Belongs here: what a step of dbt yields, also for tables that were proven unchanged.
Does not belong here: what is built (`selection.py`), how assets are named (`steps/assets/dbt.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from orchestration.build.dbt import manifest_path
from orchestration.build.dbt_private import asset_events
from orchestration.build.run import build_what_changed
from orchestration.build.selection import Plan
from orchestration.ground.counted import counted
from orchestration.ground.errors import BuildError
from orchestration.ground.progress import report
from orchestration.settings import Settings

if TYPE_CHECKING:
    import dagster as dg
    from dagster import AssetExecutionContext
    from dagster_dbt import DagsterDbtTranslator

_UNCHANGED = {"unchanged": "the fingerprint is the one of the last build"}


def build(
    settings: Settings, context: AssetExecutionContext, translator: DagsterDbtTranslator
) -> Iterator[Any]:
    """Build what changed for the assets of `context` and yield dagster-dbt's own events.

    Yields:
        one `Output` per model and seed that was built, one `AssetCheckResult` per data test that
        ran, and for each mart that was proven unchanged a result that says so.

    Raises:
        BuildError: after all events were yielded, when any node failed.
    """
    import dagster as dg

    events: list[dict[str, Any]] = []
    plans: list[Plan] = []

    def collect(event: dict[str, Any]) -> None:
        events.append(event)
        report("build", f"{len(events)} of {_summary(plans[0])}")

    report("build", "starting dbt")
    failure: BuildError | None = None
    try:
        build_what_changed(settings, plans.append, collect)
    except BuildError as error:
        failure = error
    manifest = json.loads(manifest_path(settings).read_text())
    yield from _kept(manifest, plans, context, translator)
    silent = set(context.selected_asset_check_keys)
    for result in _translated(settings, manifest, events, context, translator):
        if isinstance(result, dg.AssetCheckResult) and result.asset_key and result.check_name:
            silent.discard(dg.AssetCheckKey(result.asset_key, result.check_name))
        yield result
    if failure is not None:
        raise failure
    yield from _holding(silent)


def _translated(
    settings: Settings,
    manifest: dict[str, Any],
    events: Sequence[dict[str, Any]],
    context: AssetExecutionContext,
    translator: DagsterDbtTranslator,
) -> Iterator[Any]:
    histories = _column_histories(settings, manifest) if settings.column_lineage else {}
    for event in events:
        unique_id = event["data"]["node_info"]["unique_id"]
        history = histories.get(unique_id, {})
        yield from asset_events(
            event, history, manifest, translator, context, settings.dbt_target_dir
        )


def _summary(plan: Plan) -> str:
    tail = "" if plan.is_whole else "; the rest is proven unchanged"
    return f"{counted(len(plan.selected), 'model or test', 'models and tests')}{tail}"


def _kept(
    manifest: dict[str, Any],
    plans: Sequence[Plan],
    context: AssetExecutionContext,
    translator: DagsterDbtTranslator,
) -> Iterator[dg.MaterializeResult[Any]]:
    """Without a result for each table that a release carries, Dagster would skip the release."""
    import dagster as dg

    built = {unique_id for plan in plans for unique_id in plan.selected}
    for unique_id in TopologicalSorter(manifest["parent_map"]).static_order():
        node = manifest["nodes"].get(unique_id, {})
        is_mart = node.get("resource_type") == "model" and node["schema"] == "marts"
        if plans and is_mart and unique_id not in built:
            key = translator.get_asset_key(node)
            if key in context.selected_asset_keys:
                yield dg.MaterializeResult(asset_key=key, metadata=_UNCHANGED)


def _holding(checks: Iterable[dg.AssetCheckKey]) -> Iterator[dg.AssetCheckResult]:
    """Tests that passed on tables which are proven unchanged hold without running again."""
    import dagster as dg

    for check in sorted(checks):
        yield dg.AssetCheckResult(
            asset_key=check.asset_key, check_name=check.name, passed=True, metadata=_UNCHANGED
        )


def _column_histories(settings: Settings, manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Columns of every model and of its parents, from which dagster-dbt works out lineage."""
    import duckdb

    columns: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        found = connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        ).fetchall()
    for schema, table, column, data_type in found:
        columns.setdefault((schema, table), {})[column] = {"data_type": data_type}

    def of(node: dict[str, Any]) -> dict[str, dict[str, str]]:
        return columns.get((node["schema"], node.get("alias") or node["identifier"]), {})

    nodes = {**manifest["nodes"], **manifest["sources"]}
    return {
        unique_id: {
            "columns": of(node),
            "parents": {
                nodes[parent]["relation_name"]: {"columns": of(nodes[parent])}
                for parent in manifest["parent_map"].get(unique_id, [])
            },
        }
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model"
    }
