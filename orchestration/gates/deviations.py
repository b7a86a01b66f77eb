"""Accepted deviations: findings that a person has looked at, with a reason and an expiry date.

Belongs here: reading `expectations/accepted_deviations.yml`, matching its entries to findings, and
what is wrong with the entries themselves.
Does not belong here: finding anything (`judge.py`).

An entry that has expired, or that excuses nothing any more although its rows are in the table, is
itself a failure: what is no longer needed must not lie in wait for the next real finding. An entry
whose rows are not in this table, or are not asked (a newer edition came, a source is left out), is
set aside visibly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.gates.verdicts import ACCEPTED, FAILED, SKIPPED, Outcome
from orchestration.ground.errors import GateError

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = {"suite", "expectation", "rows", "reason", "expires_on"}
_SAMPLE = 20  # failing rows that a verdict keeps


@dataclass(frozen=True)
class Deviation:
    """Rows of one expectation that may fail until a date; no rows means the whole table."""

    suite: str
    expectation: str
    reason: str
    expires_on: date
    rows: dict[str, Any] = field(default_factory=dict)

    def matches(self, row: dict[str, Any]) -> bool:
        """Whether every value that the entry names stands in the row."""
        return all(
            name in row and str(row[name]) == str(value) for name, value in self.rows.items()
        )

    def concerns(self, frame: pd.DataFrame, column: str | None = None) -> bool:
        """Whether the rows that the entry names are in the table, and asked: `column` is filled."""
        if not set(self.rows) <= set(frame.columns):
            return True
        found = frame[frame[column].notna()] if self.rows and column in frame.columns else frame
        for name, value in self.rows.items():
            found = found[found[name].astype("str") == str(value)]
        return len(found) > 0

    def __str__(self) -> str:
        """The entry as messages name it."""
        rows = ", ".join(f"{name}={value}" for name, value in self.rows.items()) or "whole table"
        return f"{self.suite} {self.expectation} ({rows})"


@dataclass
class Excused:
    """Outcomes after the accepted deviations had their say, and what is wrong with the entries."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    skips: list[str] = field(default_factory=list)


def excuse(
    outcomes: Sequence[Outcome],
    entries: Sequence[Deviation],
    frame: pd.DataFrame,
    today: date,
    columns: Mapping[str, str | None],
) -> Excused:
    """Let the entries excuse what they name, and check the entries.

    Args:
        outcomes: what became of each expectation, with all failing rows.
        entries: accepted deviations of this suite.
        frame: the table as it was judged.
        today: entries that expire before this day excuse nothing.
        columns: the column that each expectation judges; null where its question does not arise.
    """
    result = Excused()
    for outcome in outcomes:
        mine = [entry for entry in entries if entry.expectation == outcome.id]
        used = [entry for entry in mine if outcome.status == FAILED and _excuses(entry, outcome)]
        result.outcomes.append(_excused(outcome, used, today))
        result.problems += [
            f"accepted deviation expired on {entry.expires_on}: {entry}"
            for entry in mine
            if entry.expires_on < today
        ]
        if outcome.status == SKIPPED:
            continue
        for entry in (entry for entry in mine if entry not in used):
            if entry.concerns(frame, columns.get(outcome.id)):
                result.problems.append(f"accepted deviation excuses nothing any more: {entry}")
            else:
                result.skips.append(
                    f"accepted deviation has no rows in this build, or none that are asked: {entry}"
                )
    return result


def _excuses(entry: Deviation, outcome: Outcome) -> bool:
    if outcome.note:
        return False
    if not entry.rows:
        return not outcome.failing_rows
    return any(entry.matches(row) for row in outcome.failing_rows)


def _excused(outcome: Outcome, used: Sequence[Deviation], today: date) -> Outcome:
    valid = [entry for entry in used if entry.expires_on >= today]
    rows = outcome.failing_rows
    left = [row for row in rows if not any(e.rows and e.matches(row) for e in valid)]
    accepted = bool(valid) and not left and len(rows) == outcome.failing_count
    notes = [outcome.note, *(f"accepted until {e.expires_on}: {e.reason}" for e in valid)]
    return outcome.model_copy(
        update={
            "status": ACCEPTED if accepted else outcome.status,
            "note": "; ".join(note for note in notes if note),
            "failing_rows": (left or rows)[:_SAMPLE],
        }
    )


def deviations_of(path: Path, suite: str) -> tuple[Deviation, ...]:
    """Entries of the file that belong to a suite.

    Raises:
        GateError: when an entry has not exactly the known fields.
    """
    return tuple(entry for entry in all_deviations(path) if entry.suite == suite)


def all_deviations(path: Path) -> tuple[Deviation, ...]:
    """All entries of the file; none when there is no file."""
    if not path.exists():
        return ()
    stamp = path.stat()
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _mtime: int, _size: int) -> tuple[Deviation, ...]:
    import yaml

    body = yaml.safe_load(path.read_text()) or {}
    return tuple(_deviation(path, entry) for entry in body.get("deviations") or [])


def _deviation(path: Path, entry: dict[str, Any]) -> Deviation:
    missing = _FIELDS - {"rows"} - set(entry)
    unknown = set(entry) - _FIELDS
    if missing or unknown or not isinstance(entry.get("expires_on"), date):
        raise GateError(
            "An accepted deviation is incomplete",
            where=str(path),
            expected="suite, expectation, reason, expires_on (YYYY-MM-DD) and, but for whole-table "
            "expectations, rows (column: value)",
            found=str(entry),
            way_out="complete the entry, or delete it: the gate then judges without it",
        )
    return Deviation(
        suite=entry["suite"],
        expectation=entry["expectation"],
        reason=entry["reason"],
        expires_on=entry["expires_on"],
        rows=dict(entry.get("rows") or {}),
    )
