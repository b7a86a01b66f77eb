"""Rules about numbers as printed, of any table and unit: all nought, or all of another size.

Belongs here: what holds of a whole file or table, whatever its numbers count.
Does not belong here: tonnes (`scale.py`), dollars and weights (`amounts.py`), scores (`scores.py`).

Most percentages and the outlook are weighed by no other rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.figures import Place, factor, places
from orchestration.landing.rules.thresholds import at_least, at_most
from orchestration.landing.rules.wording import first_of
from orchestration.publishers.publisher import Shape
from orchestration.publishers.registry import RAW_TABLES

DIGITS = re.compile(r"\d+")


def judge(found: Comparison) -> list[str]:
    """Reasons why the numbers of an arrival must be looked at."""
    reasons: list[str] = []
    for table, now in found.now.items():
        before, shape = found.before.get(table), RAW_TABLES[table].shape
        if before is None or shape is None or shape.is_score:
            continue
        for column in shape.values:
            was, has = (_numbers(frame, column) for frame in (before, now))
            reasons += _noughts(str(found.against), table, shape, was, has)
            reasons += _another_size(str(found.against), table, was, has)
    return reasons


def _numbers(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows whose value is a plain number, with that number."""
    plain = frame[column].astype("str").str.replace(",", "", regex=False)
    return frame.assign(number=pd.to_numeric(plain, errors="coerce")).dropna(subset=["number"])


def _noughts(
    against: str, table: str, shape: Shape, was: pd.DataFrame, has: pd.DataFrame
) -> Iterator[str]:
    """Printed tables, or all of them together, whose figures became nought."""
    now = dict(zip(places(shape, has), has["number"], strict=True))
    counted, gone = Counter[Place](), Counter[Place]()
    for place, number in zip(places(shape, was), was["number"], strict=True):
        if number > 0 and place in now:
            printed = place[: len(shape.table)]
            counted[printed] += 1
            gone[printed] += now[place] == 0
    most = at_most("noughts")
    emptied = [
        f"{' / '.join(filter(None, printed)) or table} ({gone[printed]} of {count})"
        for printed, count in sorted(counted.items())
        if count >= at_most("table_floor") and 100 * gone[printed] / count > most
    ]
    if emptied:
        yield f"figures of {table} that {against} prints are nought now: {first_of(emptied)}"
    share = 100 * float((has["number"] == 0).mean()) if len(has) else 0.0
    before = 100 * float((was["number"] == 0).mean()) if len(was) else 0.0
    if not emptied and len(has) >= at_least("numbers_floor") and share - before > most:
        yield f"{share:.0f}% of the numbers of {table} are nought, {before:.0f}% in {against}"


def _another_size(against: str, table: str, was: pd.DataFrame, has: pd.DataFrame) -> Iterator[str]:
    """Files whose middle number is many times what their namesake's was."""
    before, now = _by_file(was), _by_file(has)
    for name in sorted(set(before) & set(now)):
        file, middle = now[name]
        moved = factor(before[name][1], middle)
        if moved > at_most("middle_moved"):
            yield (
                f"{table}: the middle one of all numbers of {file} is {middle:.4g}, and "
                f"{before[name][1]:.4g} in {against}: another unit, or shares of one for percent"
            )


def _by_file(numbers: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """File name and median of its numbers above nought, by the name without its digits."""
    above = numbers[numbers["number"] > 0]
    return {
        DIGITS.sub("", str(file)).lower(): (str(file), float(rows["number"].median()))
        for file, rows in above.groupby("file_name")
        if len(rows) >= at_least("numbers_floor")
    }
