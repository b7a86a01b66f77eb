"""Runs the Python of the page on ibis and tries what has to be closed; prints JSON.

Runs in an environment of its own, so it imports nothing of this project.
"""

import json
import sys

import duckdb

made: dict = {}
exec(sys.stdin.read(), made)  # noqa: S102 - that is what the reader of the page does with it


def refused(sql: str) -> bool:
    """Whether the engine says no."""
    try:
        made["connection"].raw_sql(sql)
    except duckdb.Error:
        return True
    return False


found = {"rows": len(made["rows"]), "refused": {sql: refused(sql) for sql in sys.argv[1:]}}
print(json.dumps(found))  # noqa: T201
