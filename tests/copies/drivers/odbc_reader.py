"""A BI tool on ODBC: tables, columns, keys and a query, without pause, until somebody says stop.

Runs in an environment of its own (pyodbc), so it imports nothing of this project.
"""

import select
import sys

import pyodbc

address, query = sys.argv[1:]
seen, rounds = set(), 0
with pyodbc.connect(address) as connection:
    connection.autocommit = True
    while not select.select([sys.stdin], [], [], 0)[0]:
        cursor = connection.cursor()
        tables = cursor.tables(schema="marts", table="dim_country").fetchall()
        seen.add("table " + ",".join(table.table_name for table in tables))
        columns = cursor.columns(schema="marts", table="fct_production").fetchall()
        seen.add("columns " + ",".join(column.column_name for column in columns))
        keys = cursor.primaryKeys(schema="marts", table="fct_production").fetchall()
        seen.add("key " + ",".join(sorted(key.column_name for key in keys)))
        cursor.statistics(schema="marts", table="fct_production").fetchall()
        for release_id, total, *_ in cursor.execute(query).fetchall():
            seen.add(f"row {release_id} {total}")
        rounds += 1
        if rounds == 1:
            print("ready", flush=True)  # noqa: T201
print("\n".join(sorted(seen)))  # noqa: T201
print(f"rounds {rounds}")  # noqa: T201
