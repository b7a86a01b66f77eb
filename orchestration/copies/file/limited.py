"""SQL of strangers over the released file: read-only, hardened, and with an end.

Belongs here: which statements are let through, the limits, and the process that a query runs in.
Does not belong here: the query process itself (`limited_worker.py`), what is done with the rows.

A query runs in a process of its own. Neither DuckDB's interrupt nor its memory limit ends
`select repeat('x', 2000000000)`: it ran for 51 seconds and took 3.9 GB (DuckDB 2.0). The operating
system ends both.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from orchestration.ground.errors import AskedError, ReleaseError
from orchestration.release.pointer import released_database

if TYPE_CHECKING:
    from orchestration.settings import WarehouseSettings

_START = 5.0  # seconds that a busy machine may need to start a process


@dataclass(frozen=True)
class Limits:
    """What a query may use.

    Args:
        seconds: from its start to its last row.
        rows: of the result; the rest is left out, and the result says so.
        result_bytes: of the result as JSON.
        memory_mb: of the whole process, not only of DuckDB's buffers.
    """

    seconds: float = 20.0
    rows: int = 1_000
    result_bytes: int = 5_000_000
    memory_mb: int = 1_024


@dataclass(frozen=True)
class Result:
    """Rows of a query: values as JSON has them, dates and decimals as text.

    Args:
        columns: their names, from left to right, each once: a second `x` is `x_1`.
        types: their DuckDB types.
        rows: of the result.
        is_cut: whether there were more rows than the limit.
    """

    columns: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    is_cut: bool = False


def run_limited(settings: WarehouseSettings, sql: str, limits: Limits | None = None) -> Result:
    """The result of one statement that only reads.

    Args:
        settings: whose released file is asked.
        sql: one `select` (or `from`, `with`, `describe`, `summarize`, `show`, `explain`).
        limits: of time, rows and memory.

    Raises:
        AskedError: for anything else, a mistake in it, or one that goes beyond a limit.
        ReleaseError: when nothing is released yet.
    """
    limits = limits or Limits()
    path = released_database(settings)
    if not path.exists():
        raise ReleaseError(
            "Nothing is released yet", where=str(path), way_out="run `minerals refresh` first"
        )
    order = json.dumps({"path": str(path), "sql": sql, "limits": asdict(limits)})
    try:
        finished = subprocess.run(
            [sys.executable, "-m", "orchestration.copies.file.limited_worker"],
            input=order,
            capture_output=True,
            text=True,
            check=False,
            timeout=limits.seconds + _START,
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},  # each arena maps 64 MB
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(limits) from None
    return _read(finished, limits)


def _read(finished: subprocess.CompletedProcess[str], limits: Limits) -> Result:
    try:
        answer = json.loads(finished.stdout)
    except ValueError:  # the process was ended before it could answer
        is_time = finished.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
        answer = {"refused": "time" if is_time else "memory"}
    refused = answer.get("refused")
    if refused is None:
        return Result(**answer)
    if refused == "time":
        raise _too_slow(limits)
    if refused == "memory":
        raise AskedError(
            "The query needs more memory than it may have",
            expected=f"at most {limits.memory_mb} MB for the whole query",
            way_out="aggregate first, or choose fewer rows and columns",
        )
    raise AskedError(
        "The query was refused",
        expected=answer.get("expected", ""),
        found=str(refused),
        way_out=answer.get("way_out", ""),
    )


def _too_slow(limits: Limits) -> AskedError:
    return AskedError(
        "The query takes too long",
        expected=f"an end within {limits.seconds:g} seconds",
        way_out="filter or aggregate first; a longer time: minerals sql --seconds",
    )
