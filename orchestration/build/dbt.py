"""Running dbt inside this process.

Belongs here: the one place that invokes dbt, keeps its manifest fresh and frees its database.
Does not belong here: what is modelled (`dbt_project/`), what a build has to build (`selection.py`),
private parts of dbt (`dbt_private.py`).

dbt runs in-process because a second Python start costs as much as the whole marts layer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.build.dbt_private import (
    close_connections,
    listener,
    name_sources_cheaply,
    saved_project,
)
from orchestration.build.spark import tables_from_spark
from orchestration.ground.errors import BuildError
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult

OnEvent = Callable[[dict[str, Any]], None]

_RESULT_EVENTS = frozenset({"LogSeedResult", "LogModelResult", "LogTestResult"})
_FAILED = {"error", "fail", "runtime error"}
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
    spark = str(tables_from_spark(settings)) if settings.engine == "spark" else ""
    wanted = {
        "MINERALS_BUILD_DATABASE": str(settings.build_database),
        "DBT_PROFILES_DIR": str(settings.dbt_project_dir),
        "DBT_PROJECT_DIR": str(settings.dbt_project_dir),
        "DBT_TARGET_PATH": str(settings.dbt_target_dir),
        "DBT_LOG_PATH": str(settings.build_dir / "dbt_logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "MINERALS_SPARK_TABLES": spark,
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

    name_sources_cheaply()
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
