"""Reading the released file for the command line.

Belongs here: one read-only connection and small queries on public tables.
Does not belong here: anything that writes, or reads the build database.
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.file.hardened import open_served
from orchestration.settings import WarehouseSettings

Row = dict[str, Any]


class Served:
    """The released file, read-only and locked down as a BI tool should open it."""

    def __init__(self, settings: WarehouseSettings) -> None:
        self._connection = open_served(settings)

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """Rows of a query as dictionaries; parameters are named `$name`."""
        cursor = self._connection.execute(sql, parameters or None)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
