"""Publishers' statistics: bytes in, rows as reported out.

Belongs here: one module or folder per publisher, the compact layout of the embedded figures, and
the functions below that read either. All of it is pure Python over files.
Does not belong here: Dagster, DuckDB, units, names of minerals and countries, any judgement of a
figure.
"""

from orchestration.publishers.editions import (
    check_input_folder,
    list_editions,
    read_edition,
    read_raw_tables,
    rebuild_embedded,
)
from orchestration.publishers.registry import SOURCES, source_of

__all__ = [
    "SOURCES",
    "check_input_folder",
    "list_editions",
    "read_edition",
    "read_raw_tables",
    "rebuild_embedded",
    "source_of",
]
