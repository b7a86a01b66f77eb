"""The process that one query runs in: `limited.py` starts it, the operating system ends it.

Belongs here: taking limits on, letting one reading statement through, writing rows as JSON.
Does not belong here: anything else; whatever is imported here costs every query its start-up.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

import duckdb

from orchestration.copies.file.hardened import HARDENED

_READS = {"SELECT", "EXPLAIN"}
_MEGABYTE = 1 << 20
_SLACK = 256  # MB that threads and DuckDB's allocator map without using them
_STATM = Path("/proc/self/statm")


def main() -> None:
    """Read an order from standard input, run it, write rows or a refusal to standard output."""
    order = json.load(sys.stdin)
    limits = order["limits"]
    memory = f"{limits['memory_mb'] // 2}MB"
    config = HARDENED | {"memory_limit": memory, "threads": "2"}
    connection = duckdb.connect(order["path"], read_only=True, config=dict(config))
    _limit_process(limits)
    json.dump(_answer(connection, order["sql"], limits), sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # an open result is nobody's any more; ending DuckDB's threads properly is not due


def _limit_process(limits: dict[str, Any]) -> None:
    """No file may grow, and neither memory nor processor time beyond the limits."""
    seconds = int(limits["seconds"]) + 1
    for kind, most in (
        (resource.RLIMIT_AS, _mapped() + (limits["memory_mb"] + _SLACK) * _MEGABYTE),
        (resource.RLIMIT_CPU, seconds * 2),  # two threads
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or most <= hard:
            resource.setrlimit(kind, (most, most))


def _mapped() -> int:
    """Bytes that this process has mapped by now: the interpreter, DuckDB and its threads."""
    if not _STATM.exists():
        return 2_048 * _MEGABYTE
    return int(_STATM.read_text().split()[0]) * resource.getpagesize()


def _answer(
    connection: duckdb.DuckDBPyConnection, sql: str, limits: dict[str, Any]
) -> dict[str, Any]:
    try:
        return _refusal(sql) or _rows(connection, sql, limits)
    except duckdb.InterruptException:
        return {"refused": "time"}
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"refused": "memory"}
    except duckdb.Error as error:
        message = str(error)
        if "bad_alloc" in message or "Failed to allocate" in message:
            return {"refused": "memory"}
        return {"refused": message, "way_out": "tables and columns: minerals dictionary"}


def _refusal(sql: str) -> dict[str, Any] | None:
    statements = duckdb.extract_statements(sql)
    kinds = [statement.type.name for statement in statements]
    if len(kinds) == 1 and kinds[0] in _READS:
        return None
    found = ", ".join(kinds) or "no statement"
    return {"refused": found, "expected": "one statement that only reads, such as select"}


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, limits: dict[str, Any]
) -> dict[str, Any]:
    end = threading.Timer(limits["seconds"], connection.interrupt)
    end.daemon = True
    end.start()
    connection.execute(sql)
    described = connection.description or []
    rows: list[list[Any]] = []
    size, is_cut = 0, False
    while row := connection.fetchone():
        if len(rows) == limits["rows"]:
            is_cut = True
            break
        values = [_plain(value) for value in row]
        size += len(json.dumps(values))
        if size > limits["result_bytes"]:
            return _too_large(limits)
        rows.append(values)
    end.cancel()
    types = [str(column[1]) for column in described]
    names = _apart([column[0] for column in described])
    return {"columns": names, "types": types, "rows": rows, "is_cut": is_cut}


def _too_large(limits: dict[str, Any]) -> dict[str, Any]:
    return {
        "refused": "a larger result",
        "expected": f"at most {limits['result_bytes']:,} bytes of rows",
        "way_out": "aggregate first, or choose fewer rows and columns",
    }


def _apart(names: list[str]) -> list[str]:
    """Columns of one name get numbers: a row is read by its names, and would lose one of them."""
    apart: list[str] = []
    for name in names:
        number, free = 0, name
        while free in apart:
            number += 1
            free = f"{name}_{number}"
        apart.append(free)
    return apart


def _plain(value: Any) -> Any:
    """A value that JSON has; what it has not (NaN, infinity, a day, a key of a map) as text."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float | str | None) else str(value)


if __name__ == "__main__":
    main()
