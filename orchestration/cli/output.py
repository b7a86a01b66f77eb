"""Printing rows for people and for programs.

Belongs here: consoles, JSON and CSV on standard output.
Does not belong here: which rows (the commands) and queries (`served.py`).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence

from rich.console import Console

from orchestration.cli.served import Row

WIDTH = 100
_THREE_DIGITS = 100  # tonnes from which a whole number has them


def terminal() -> Console:
    """A console for tables: at most 100 columns, also where there is no terminal."""
    console = Console(highlight=False)
    if console.is_terminal and console.width <= WIDTH:
        return console
    return Console(highlight=False, width=WIDTH)


def tonnes(quantity: float) -> str:
    """A quantity as people read it: whole tonnes, and three digits where there are fewer."""
    return f"{quantity:,.0f}" if quantity >= _THREE_DIGITS else f"{quantity:.3g}"


def for_programs(rows: Sequence[Row], *, as_json: bool, as_csv: bool) -> bool:
    """Print rows as JSON or CSV if one was asked for, and say whether it was."""
    if as_json:
        json.dump(rows, sys.stdout, indent=1, default=str, ensure_ascii=False)
        sys.stdout.write("\n")
    elif as_csv and rows:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return as_json or as_csv
