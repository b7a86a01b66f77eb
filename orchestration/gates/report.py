"""What a failed gate prints: which suite, which expectation, which rows, what to do.

Belongs here: text for people.
Does not belong here: judging.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from orchestration.gates.verdicts import Outcome, Verdict
from orchestration.ground.errors import GateError

_SHOWN = 5  # rows of each expectation that the text shows; the verdict file has more
_WAY_OUT = {
    "raw": "the publisher's file is not what it was: look at the rows above in the file they name; "
    "if the file is right, adapt the suite or record an accepted deviation",
    "marts": "trace the rows above to their source cells (source_file_id, source_row) and mend the "
    "mapping or the correction that made them; if the figures are right, record an accepted "
    "deviation with reason and expiry in expectations/accepted_deviations.yml",
}


def explain(verdict: Verdict) -> str:
    """All that is wrong with a table, in words; one line when nothing is."""
    lines = [_headline(verdict)]
    lines += [f"  problem: {problem}" for problem in verdict.problems]
    for outcome in (*verdict.failures, *verdict.warnings):
        lines += _outcome_lines(outcome)
    if not verdict.passed:
        lines += [f"  what to do: {line}" for line in _ways_out(verdict)]
        lines.append(f"  suite file: expectations/suites/{verdict.suite}.json")
    return "\n".join(lines)


def gate_error(verdicts: Iterable[Verdict]) -> GateError | None:
    """One error for all gates that did not pass; None when all did."""
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if not failed:
        return None
    names = ", ".join(verdict.suite for verdict in failed)
    return GateError(
        f"{len(failed)} gate{'s' if len(failed) > 1 else ''} did not pass: {names}",
        found="\n" + "\n".join(explain(verdict) for verdict in failed),
        way_out="see `what to do` above; nothing was released, the released file stays as it was",
    )


def _headline(verdict: Verdict) -> str:
    state = "passed" if verdict.passed else "DID NOT PASS"
    counts = [f"{verdict.evaluated} of {verdict.declared} expectations evaluated"]
    for label, number in (
        ("critical", len(verdict.failures)),
        ("problem", len(verdict.problems)),
        ("warning", len(verdict.warnings)),
    ):
        if number:
            counts.append(f"{number} {label}{'s' if number > 1 and label != 'critical' else ''}")
    return f"gate {verdict.suite} {state} ({verdict.row_count:,} rows; {', '.join(counts)})"


def _outcome_lines(outcome: Outcome) -> list[str]:
    lines = [f"  {outcome.severity}: {outcome.id}{_extent(outcome)}", f"    why: {outcome.why}"]
    if outcome.observed:
        lines.append(f"    found: {outcome.observed}")
    lines += [f"    row: {_row(row)}" for row in outcome.failing_rows[:_SHOWN]]
    hidden = outcome.failing_count - len(outcome.failing_rows[:_SHOWN])
    if outcome.failing_rows and hidden > 0:
        lines.append(f"    … and {hidden:,} more")
    return lines


def _extent(outcome: Outcome) -> str:
    if not outcome.failing_count:
        return ""
    judged = f" of {outcome.judged_count:,}" if outcome.judged_count is not None else ""
    return f": {outcome.failing_count:,}{judged} rows"


def _row(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in row.items())


def _ways_out(verdict: Verdict) -> list[str]:
    own = list(dict.fromkeys(outcome.way_out for outcome in verdict.failures if outcome.way_out))
    if verdict.problems:
        own.append("mend what each problem line names: the gate cannot be trusted before")
    if any(not outcome.way_out for outcome in verdict.failures):
        own.append(_WAY_OUT[verdict.suite.split("/", maxsplit=1)[0]])
    return own
