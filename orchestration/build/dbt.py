"""Running dbt inside this process, and its events as Dagster's.

Belongs here: the one place that invokes dbt, keeps its manifest fresh and frees its database.
Does not belong here: what is modelled (`dbt_project/`), how assets are named
(`steps/assets/dbt.py`), private parts of dbt (`dbt_private.py`).

dbt runs in-process because a second Python start costs as much as the whole marts layer; the
translation of its events into materializations and check results stays dagster-dbt's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.build.dbt_private import (
    asset_events,
    close_connections,
    listener,
    saved_project,
)
from orchestration.build.registers import refuse_faulty
from orchestration.ground.errors import BuildError
from orchestration.ground.progress import report
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster import AssetExecutionContext
    from dagster_dbt import DagsterDbtTranslator
    from dbt.cli.main import dbtRunnerResult

OnEvent = Callable[[dict[str, Any]], None]

_RESULT_EVENTS = frozenset({"LogSeedResult", "LogModelResult", "LogTestResult"})
_BUILT = {"seed", "model", "test"}
_FAILED = {"error", "fail", "runtime error"}
# The manifest is written by `ensure_manifest`, results are read from memory: no JSON once more.
# One line per node in the log file: every statement in it takes a tenth of the build.
_BUILD_ARGS = ["build", "--exclude-resource-type", "unit_test", "--quiet", "--no-write-json"]
_BUILD_ARGS += ["--log-level-file", "info"]
_SHOWN = 5  # failed nodes, and failing rows of each, that an error message shows

# Projects as this process has parsed or read them: parsing costs as much as building the marts.
_parsed: dict[Path, Any] = {}


def manifest_path(settings: Settings) -> Path:
    """Where dbt writes the manifest that Dagster reads."""
    return settings.dbt_target_dir / "manifest.json"


def ensure_manifest(settings: Settings) -> Path:
    """Parse the dbt project if its manifest is missing or older than the project.

    Raises:
        BuildError: when the project does not parse.
    """
    path = manifest_path(settings)
    if not path.exists() or path.stat().st_mtime < _newest_change(settings.dbt_project_dir):
        _parsed.pop(path, None)  # or dbt would take the old project for the new one
    elif path in _parsed or _take_up(settings):
        return path
    _parsed[path] = invoke(settings, ["parse", "--quiet"])
    path.touch()
    return path


def _take_up(settings: Settings) -> bool:
    """Use what an earlier process parsed, if this version of dbt can read it."""
    found = saved_project(settings.dbt_target_dir, settings.dbt_project_dir)
    if found is not None:
        _parsed[manifest_path(settings)] = found
    return found is not None


def _newest_change(project_dir: Path) -> float:
    ignored = {"target", "logs", "dbt_packages"}
    return max(
        entry.stat().st_mtime
        for entry in project_dir.rglob("*")
        if not ignored.intersection(entry.relative_to(project_dir).parts)
    )


@contextmanager
def _environment(settings: Settings) -> Iterator[None]:
    """Variables that the profile reads, for the duration of one dbt command."""
    wanted = {
        "MINERALS_BUILD_DATABASE": str(settings.build_database),
        "DBT_PROFILES_DIR": str(settings.dbt_project_dir),
        "DBT_PROJECT_DIR": str(settings.dbt_project_dir),
        "DBT_TARGET_PATH": str(settings.dbt_target_dir),
        "DBT_LOG_PATH": str(settings.build_dir / "dbt_logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def invoke(settings: Settings, args: Sequence[str], on_event: OnEvent | None = None) -> Any:
    """Run one dbt command in this process and free the build database afterwards.

    Args:
        settings: where the project and the build database are.
        args: the command line without `dbt`.
        on_event: called with the structured event of every node that finished.

    Returns:
        what dbt returns for that command: a manifest for `parse`, node results for `build`.

    Raises:
        BuildError: when dbt fails; the message names each node that failed and why.
    """
    from dbt.cli.main import dbtRunner

    listen = listener(_RESULT_EVENTS, on_event)
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    with _environment(settings):
        try:
            runner = dbtRunner(_parsed.get(manifest_path(settings)), callbacks=[listen])
            result = runner.invoke(list(args))
        finally:
            close_connections()
    if not result.success:
        raise _build_error(settings, args, result)
    return result.result


def build(
    settings: Settings, context: AssetExecutionContext, translator: DagsterDbtTranslator
) -> Iterator[Any]:
    """Run `dbt build` for the assets of `context` and yield dagster-dbt's own events.

    Unit tests prove logic, not data: they belong to the test suite and are left out here.

    Yields:
        one `Output` per model and seed, one `AssetCheckResult` per data test.

    Raises:
        RegisterError: before anything is built, when a register is wrong.
        BuildError: after all events were yielded, when any node failed.
    """
    refuse_faulty(settings.dbt_project_dir / "seeds")
    manifest = json.loads(manifest_path(settings).read_text())
    total = sum(
        node["resource_type"] in _BUILT and node["config"]["materialized"] != "ephemeral"
        for node in manifest["nodes"].values()
    )
    events: list[dict[str, Any]] = []

    def collect(event: dict[str, Any]) -> None:
        events.append(event)
        report("build", f"{len(events)} of {total} models and tests")

    report("build", "starting dbt")
    failure: BuildError | None = None
    try:
        invoke(settings, _BUILD_ARGS, collect)
    except BuildError as error:
        failure = error
    histories = _column_histories(settings, manifest) if settings.column_lineage else {}
    for event in events:
        unique_id = event["data"]["node_info"]["unique_id"]
        history = histories.get(unique_id, {})
        yield from asset_events(
            event, history, manifest, translator, context, settings.dbt_target_dir
        )
    if failure is not None:
        raise failure


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


def _build_error(settings: Settings, args: Sequence[str], result: dbtRunnerResult) -> BuildError:
    if result.exception is not None:
        return BuildError(
            f"dbt {args[0]} stopped before it built anything",
            where=str(settings.dbt_project_dir),
            found=str(result.exception),
            way_out="mend the file it names, then run the refresh again",
        )
    nodes: list[Any] = list(getattr(result.result, "results", []))
    failed = [node for node in nodes if str(node.status) in _FAILED]
    return BuildError(
        f"dbt {args[0]}: {len(failed)} of {len(nodes)} nodes failed",
        where=str(settings.build_database),
        found="\n".join(_failed_node(settings, node) for node in failed[:_SHOWN]),
        way_out="each line above names the file or seed to edit; nothing was released",
    )


def _failed_node(settings: Settings, result: Any) -> str:
    """One failed node: its name, dbt's message, and the first rows that a failed test found."""
    node = result.node
    lines = [f"{node.name}: {' '.join(str(result.message).split())}"]
    if str(node.resource_type) == "test" and getattr(node, "compiled_code", None):
        lines += [f"    {row}" for row in _failing_rows(settings, node.compiled_code)]
    return "\n".join(lines)


def _failing_rows(settings: Settings, sql: str) -> list[str]:
    import duckdb

    try:
        with duckdb.connect(str(settings.build_database), read_only=True) as connection:
            cursor = connection.execute(f"select * from ({sql}) as failing limit {_SHOWN}")  # noqa: S608
            names = [column[0] for column in cursor.description or []]
            return [
                ", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True) if v is not None)
                for row in cursor.fetchall()
            ]
    except duckdb.Error as error:
        return [f"(the failing rows could not be read: {error})"]
