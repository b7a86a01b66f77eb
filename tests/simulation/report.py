"""What the simulated year came to: one row per event, as a table and as JSON.

Belongs here: the rows, what has to hold of them, how they are printed.
Does not belong here: making it happen.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from textwrap import shorten
from typing import Any

from orchestration.landing import LedgerEntry
from tests.simulation.steps import Step

_LOUD = ("quarantined", "accepted", "rejected", "unchanged", "refused", "failed")


@dataclass
class Row:
    """One event and what followed."""

    day: str
    event: str
    did: str
    verdict: str
    reason: str
    before: str
    after: str
    runs: dict[str, str]
    notified: list[str]
    faults: list[str] = field(default_factory=list)


def row_of(
    step: Step,
    lines: list[LedgerEntry],
    releases: tuple[str, str],
    runs: dict[str, str],
    notified: list[str],
) -> Row:
    """What is seen after a step, and everything that should have been otherwise."""
    before, after = releases
    shown = next((line for word in _LOUD for line in lines if line.verdict == word), None)
    row = Row(
        day=f"{step.moment:%d %b}",
        event=step.event,
        did=step.did,
        verdict=shown.verdict if shown else "nothing to fetch",
        reason=shown.reason if shown else "",
        before=before,
        after=after,
        runs=runs,
        notified=notified,
    )
    found = {line.verdict for line in lines}
    row.faults += [f"no line of the ledger says {word}" for word in sorted(step.verdicts - found)]
    reasons = " ".join(line.reason for line in lines)
    row.faults += [f"no reason says {word}" for word in step.reasons if word not in reasons]
    row.faults += [f"nobody was notified: {kind}" for kind in sorted(step.notified - set(notified))]
    if not all(line.reason for line in lines if line.verdict in _LOUD):
        row.faults.append("a line of the ledger has no reason")
    if (before != after) != step.releases:
        row.faults.append(f"release {before} became {after}")
    if not step.verdicts and not step.releases and "accepted" in found:
        row.faults.append("something was accepted on a quiet day")
    return row


def table(rows: list[Row]) -> str:
    """The rows for people."""
    head = ("day", "event", "the publisher", "verdict", "reason", "release", "notified of")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    printed = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([printed[0], "-" * len(printed[0]), *printed[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    same = row.before == row.after
    release = f"{row.after[-8:]} stays" if same else f"{row.before[-8:]} → {row.after[-8:]}"
    notified = ", ".join(
        f"{n}× {kind}" if n > 1 else kind for kind, n in Counter(row.notified).items()
    )
    mark = " ✗" if row.faults else ""
    return (
        row.day,
        shorten(row.event, 34, placeholder="…") + mark,
        shorten(row.did, 40, placeholder="…"),
        row.verdict,
        shorten(row.reason, 62, placeholder="…"),
        release,
        notified,
    )


def write(path: Path, rows: list[Row], summary: dict[str, Any]) -> None:
    """The same for programs."""
    body = {"rows": [asdict(row) for row in rows], "summary": summary}
    path.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n")
