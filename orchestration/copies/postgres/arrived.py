"""Whether a copy has every row that was released.

Belongs here: counting what arrived in the staging schema.
Does not belong here: filling it (`tables.py`), the swap (`swap.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.ground.connection import literal, quoted
from orchestration.ground.errors import CopyError

if TYPE_CHECKING:
    import psycopg

    from orchestration.copies.postgres.tables import Table


def verify(connection: psycopg.Connection, staging: str, tables: list[Table]) -> None:
    """Count what arrived.

    Raises:
        CopyError: with every table that does not have the rows that were released.
    """
    counts = " union all ".join(
        f"select {literal(table.name)}, count(*) from {quoted(staging)}.{quoted(table.name)}"  # noqa: S608
        for table in tables
    )
    found: dict[str, int] = dict(connection.execute(counts).fetchall())
    wrong = [
        f"{table.name}: {found[table.name]:,} rows, released were {table.rows:,}"
        for table in tables
        if found[table.name] != table.rows
    ]
    if wrong:
        raise CopyError(
            "What arrived in PostgreSQL is not what was released, so its copy stays as it was",
            found="\n    ".join(["", *wrong]),
            way_out="`minerals status` and the release's manifest say what it should be; try again",
        )
