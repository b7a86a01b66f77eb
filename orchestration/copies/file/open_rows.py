"""Which rows of a table may leave this warehouse: where a table says so of each, only those.

Belongs here: that rule, for every copy that others read.
Does not belong here: the copies themselves; whose terms forbid it (`publishers`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.release.tables import IS_OPEN


def open_rows(columns: Sequence[str]) -> str:
    """The condition to put behind a table with these columns; empty where all rows may leave."""
    return f" where {IS_OPEN}" if IS_OPEN in columns else ""
