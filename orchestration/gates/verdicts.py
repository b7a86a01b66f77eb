"""Verdicts: what a gate found, for exactly which content and which suite, kept as JSON.

Belongs here: the shape of a verdict and its store (one file per suite).
Does not belong here: how a verdict is reached (`judge.py`) or how it reads (`report.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from orchestration.ground.documents import Document, read_document
from orchestration.ground.errors import GateError
from orchestration.ground.files import write_json

PASSED, FAILED, ACCEPTED, SKIPPED = "passed", "failed", "accepted", "skipped"


class Outcome(Document):
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
    failing_rows: list[dict[str, Any]] = Field(default_factory=list)


class VerdictSummary(Document):
    """A verdict in numbers and names of expectations, as a release keeps it."""

    suite: str
    suite_sha256: str
    table: str
    table_fingerprint: str
    row_count: int
    judged_at: str
    last_release: str | None
    passed: bool
    declared: int
    evaluated: int
    failed: list[str]
    warnings: list[str]
    accepted: list[str]
    skipped: list[str]
    problems: list[str]


class Verdict(Document):
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
    outcomes: list[Outcome] = Field(default_factory=list)
    problems: list[str] = Field(default_factory=list)
    skips: list[str] = Field(default_factory=list)
    accepted_until: str | None = None
    seen: str = ""
    """Digest of all that it follows from: while that is the same, the verdict is."""
    inputs: str = ""
    """The same of the tables that it follows from, where their fingerprints were known."""

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

    def summary(self) -> VerdictSummary:
        """The verdict in numbers, for manifests and asset checks."""
        same = self.model_dump(include=set(VerdictSummary.model_fields) & set(Verdict.model_fields))
        return VerdictSummary(
            **same,
            passed=self.passed,
            evaluated=self.evaluated,
            failed=_ids(self.failures),
            warnings=_ids(self.warnings),
            accepted=_ids([o for o in self.outcomes if o.status == ACCEPTED]),
            skipped=_ids([o for o in self.outcomes if o.status == SKIPPED]),
        )


def _ids(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.id for outcome in outcomes]


def write_verdict(verdicts_dir: Path, verdict: Verdict) -> Path:
    """Keep a verdict; the file appears whole or not at all."""
    path = verdict_path(verdicts_dir, verdict.suite)
    body = {"passed": verdict.passed, "evaluated": verdict.evaluated, **verdict.model_dump()}
    write_json(path, body)
    return path


def read_verdict(verdicts_dir: Path, suite: str) -> Verdict | None:
    """The kept verdict of a suite; None when there is none, or none that can be read.

    What cannot be read vouches for nothing: the table counts as never judged.
    """
    try:
        return read_document(
            Verdict,
            verdict_path(verdicts_dir, suite),
            "A verdict cannot be read",
            way_out="judge again: minerals refresh --force",
            error=GateError,
        )
    except GateError:
        return None


def forget_verdicts(verdicts_dir: Path, suites: list[str]) -> None:
    """Drop the verdicts of suites that are about to be judged again."""
    for suite in suites:
        verdict_path(verdicts_dir, suite).unlink(missing_ok=True)


def verdict_path(verdicts_dir: Path, suite: str) -> Path:
    """Where the verdict of a suite is kept."""
    return verdicts_dir / f"{suite.replace('/', '__')}.json"
