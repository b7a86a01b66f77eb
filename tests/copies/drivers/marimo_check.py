"""Runs the notebook of the page on marimo and tries what has to be closed; prints JSON.

Runs in an environment of its own, so it imports nothing of this project.
"""

import json
import runpy
import sys

import duckdb

_, made = runpy.run_path(sys.argv[1])["app"].run()


def refused(sql: str) -> bool:
    """Whether the engine says no."""
    try:
        made["connection"].execute(sql)
    except duckdb.Error:
        return True
    return False


rows = len(made["watchlist"])
print(json.dumps({"rows": rows, "refused": {sql: refused(sql) for sql in sys.argv[2:]}}))  # noqa: T201
