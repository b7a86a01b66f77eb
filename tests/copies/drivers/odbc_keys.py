"""Every foreign key of a schema as ODBC's SQLForeignKeys lists it, one a line, as `Keys.java` does.

Runs in an environment of its own (pyodbc), so it imports nothing of this project.
"""

import sys

import pyodbc

with pyodbc.connect(sys.argv[1]) as connection:
    connection.autocommit = True
    cursor = connection.cursor()
    tables = [row.table_name for row in cursor.tables(schema="marts", tableType="TABLE").fetchall()]
    for table in tables:
        for row in cursor.foreignKeys(foreignSchema="marts", foreignTable=table).fetchall():
            print(table, row.fkcolumn_name, row.pktable_name, row.pkcolumn_name)  # noqa: T201
