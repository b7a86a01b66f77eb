"""What every parser hands over: rows by raw table, and the file that they came from.

Belongs here: a parsed file, its row among the files read.
Does not belong here: any publisher's rows (its `rows.py`), frames (`publishers/frames.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Row = tuple[Any, ...]
"""A row of any raw table: a named tuple of its publisher's `rows.py`."""


class SourceFile(NamedTuple):
    """One file that was read, as bytes."""

    source_file_id: str
    edition_id: str
    file_name: str
    sha256: str
    bytes: int
    row_count: int


@dataclass
class ParsedFile:
    """What one file gave: rows by raw table name, its row account and itself as a file."""

    source_file: SourceFile
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows to one raw table."""
        self.tables.setdefault(table, []).extend(rows)
