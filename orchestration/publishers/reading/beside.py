"""Small registers that stand as CSV files beside the code that reads them.

Belongs here: reading one.
Does not belong here: what its rows mean (the module beside it), publishers' own files (`text.py`).
"""

from __future__ import annotations

import csv
import re
from importlib import resources


def rows_beside(package: str, name: str) -> list[dict[str, str]]:
    """Rows of a register, by column.

    Args:
        package: the caller's `__package__`.
        name: the file's name.
    """
    text = resources.files(package).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def patterns_beside(package: str, name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Codes of a register and their patterns, in the order of its rows."""
    rows = rows_beside(package, name)
    return tuple((row["code"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)
