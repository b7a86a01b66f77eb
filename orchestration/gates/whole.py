"""What is wrong with a frame before any expectation is asked of it.

Belongs here: no rows, lost rows, missing columns, columns without a value.
Does not belong here: expectations (`judge.py`), reading (`frames.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.gates.frames import TableFrame
from orchestration.gates.suites import Suite

if TYPE_CHECKING:
    import pandas as pd


def check_frame(suite: Suite, table: TableFrame) -> tuple[list[str], list[str]]:
    """What is wrong with a frame before any expectation is asked, and what the suite lets pass."""
    frame, rows = table.frame, table.fingerprint.row_count
    if not rows:
        if suite.may_be_empty:
            return [], [f"the table is empty, as the suite allows: {suite.may_be_empty}"]
        return ["the table has no rows, so every expectation would pass"], []
    problems, skips = [], []
    problems += _lost_rows(suite, frame, rows)
    columns = () if suite.rows_counted_in else table.columns
    lost = [name for name in (*columns, *suite.key) if name not in frame.columns]
    problems += [f"the column {name} is missing" for name in dict.fromkeys(lost)]
    for name in table.empty_columns:
        if name in suite.may_be_all_null:
            skips.append(f"{name} has no value, as the suite allows: {suite.may_be_all_null[name]}")
        else:
            problems.append(f"the column {name} has not a single value")
    return problems, skips


def _lost_rows(suite: Suite, frame: pd.DataFrame, rows: int) -> list[str]:
    """A frame that does not stand for every row of its table, once."""
    if not suite.rows_counted_in:
        found = len(frame)
    elif suite.rows_counted_in in frame.columns:
        found = int(frame[suite.rows_counted_in].sum())
    else:
        return [f"the frame has no column {suite.rows_counted_in}, in which it counts rows"]
    if found == rows:
        return []
    return [f"the frame has {found} rows, the table {rows}: mend its SQL's joins"]
