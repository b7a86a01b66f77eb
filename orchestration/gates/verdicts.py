"""Verdicts: what a gate found, for exactly which content and which suite, kept as JSON.

Belongs here: the shape of a verdict and its store (one file per suite).
Does not belong here: how a verdict is reached (`judge.py`) or how it reads (`report.py`).
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

PASSED, FAILED, ACCEPTED, SKIPPED = "passed", "failed", "accepted", "skipped"


@dataclass(frozen=True)
class Outcome:
    """What became of one expectation.

    `status`: passed, failed, accepted (all that failed is an accepted deviation) or skipped (the
    suite declares when it has nothing to say; `note` says why it was so this time).
    """

    id: str
    type: str
    severity: str
    status: str
    why: str
    way_out: str = ""
    note: str = ""
    observed: str = ""
    judged_count: int | None = None
    failing_count: int = 0
    failing_rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """The judgement of one suite on one table.

    `problems` are reasons why the gate itself could not be trusted (an expectation that does not
    exist, a missing column, no rows, …): with any of them nothing passes.
    """

    suite: str
    suite_sha256: str
    table: str
    table_fingerprint: str
    row_count: int
    judged_at: str
    last_release: str | None
    declared: int
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    skips: list[str] = field(default_factory=list)
    accepted_until: str | None = None
    seen: str = ""
    """Digest of all that it follows from: while that is the same, the verdict is."""

    @property
    def evaluated(self) -> int:
        """How many expectations were judged on data."""
        return sum(outcome.status != SKIPPED for outcome in self.outcomes)

    @property
    def failures(self) -> list[Outcome]:
        """Critical expectations that failed."""
        return [o for o in self.outcomes if o.status == FAILED and o.severity == "critical"]

    @property
    def warnings(self) -> list[Outcome]:
        """Expectations that failed but do not block."""
        return [o for o in self.outcomes if o.status == FAILED and o.severity != "critical"]

    @property
    def passed(self) -> bool:
        """Whether the table may go on."""
        return not self.problems and not self.failures

    def summary(self) -> dict[str, Any]:
        """The verdict in numbers, for manifests and asset checks."""
        return {
            "suite": self.suite,
            "suite_sha256": self.suite_sha256,
            "table": self.table,
            "table_fingerprint": self.table_fingerprint,
            "row_count": self.row_count,
            "judged_at": self.judged_at,
            "last_release": self.last_release,
            "passed": self.passed,
            "declared": self.declared,
            "evaluated": self.evaluated,
            "failed": [outcome.id for outcome in self.failures],
            "warnings": [outcome.id for outcome in self.warnings],
            "accepted": [o.id for o in self.outcomes if o.status == ACCEPTED],
            "skipped": [o.id for o in self.outcomes if o.status == SKIPPED],
            "problems": self.problems,
        }


def write_verdict(verdicts_dir: Path, verdict: Verdict) -> Path:
    """Keep a verdict; the file appears whole or not at all."""
    path = verdict_path(verdicts_dir, verdict.suite)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"passed": verdict.passed, "evaluated": verdict.evaluated, **asdict(verdict)}
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(body, indent=2, ensure_ascii=False, default=str) + "\n")
    os.replace(draft, path)  # noqa: PTH105
    return path


def read_verdict(verdicts_dir: Path, suite: str) -> Verdict | None:
    """The kept verdict of a suite, or None when there is none that can be read."""
    path = verdict_path(verdicts_dir, suite)
    try:
        body = json.loads(path.read_text())
        outcomes = [Outcome(**outcome) for outcome in body.pop("outcomes")]
        for derived in ("passed", "evaluated"):
            body.pop(derived)
        return Verdict(outcomes=outcomes, **body)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def forget_verdicts(verdicts_dir: Path, suites: list[str]) -> None:
    """Drop the verdicts of suites that are about to be judged again."""
    for suite in suites:
        verdict_path(verdicts_dir, suite).unlink(missing_ok=True)


def verdict_path(verdicts_dir: Path, suite: str) -> Path:
    """Where the verdict of a suite is kept."""
    return verdicts_dir / f"{suite.replace('/', '__')}.json"
