"""Opens a released file with another version of DuckDB, hardened; prints what it found as JSON.

Runs in an environment of its own, so it imports nothing of this project.
"""

import json
import sys

import duckdb

path, settings = sys.argv[1], json.loads(sys.argv[2])
connection = duckdb.connect(path, read_only=True, config=settings)


def refused(sql: str) -> bool:
    """Whether the engine says no."""
    try:
        connection.execute(sql)
    except duckdb.Error:
        return True
    return False


tables = connection.execute(
    "select table_name, comment from duckdb_tables() where schema_name = 'marts'"
    " union all select view_name, comment from duckdb_views() where schema_name = 'marts'"
).fetchall()
print(  # noqa: T201
    json.dumps(
        {
            "version": duckdb.__version__,
            "rows": {
                name: connection.execute(f"select count(*) from marts.{name}").fetchone()[0]  # noqa: S608
                for name, _ in tables
            },
            "without_comment": [name for name, comment in tables if not comment],
            "frame_rows": len(connection.execute("select * from marts.rpt_watchlist").df()),
            "refused": {sql: refused(sql) for sql in sys.argv[3:]},
        }
    )
)
