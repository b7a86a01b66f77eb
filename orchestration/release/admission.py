"""Admission: may these tables go out? Each needs a passing verdict for exactly what it holds now.

Belongs here: comparing verdicts with the present tables and suites.
Does not belong here: judging again (`gates`).

Blocking checks guard a run; this guards the release, whoever asks for it and however it is run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.gates.suites import LAYERS, Layer, Suite, load_suites
from orchestration.gates.verdicts import Verdict, read_verdict
from orchestration.ground.errors import ReleaseError
from orchestration.release.tables import Table

if TYPE_CHECKING:
    from orchestration.settings import WarehouseSettings


def admit(
    settings: WarehouseSettings,
    tables: Mapping[Layer, Sequence[Table]],
    last_release: Path | None,
    today: date | None = None,
) -> list[Verdict]:
    """The verdicts that let these tables go out.

    Args:
        settings: where suites and verdicts are.
        tables: the tables of each layer as they stand in the build now.
        last_release: the release that marts must have been compared with.
        today: the day by which accepted deviations must not have expired.

    Raises:
        ReleaseError: with every reason, when one table may not.
    """
    day = today or datetime.now(UTC).date()
    verdicts: list[Verdict] = []
    problems: list[str] = []
    for layer in LAYERS:
        suites = {suite.table: suite for suite in load_suites(settings.suites_dir, layer)}
        present = {f"{layer}.{table.name}": table for table in tables.get(layer, [])}
        if not present:
            problems.append(f"{layer}: the build has no table of this layer")
        problems += [f"{name}: no suite guards it" for name in sorted(set(present) - set(suites))]
        problems += [f"{name}: missing in the build" for name in sorted(set(suites) - set(present))]
        for name in sorted(set(present) & set(suites)):
            verdict = read_verdict(settings.verdicts_dir, suites[name].name)
            reference = last_release.name if last_release and layer == "marts" else None
            reasons = _reasons(verdict, suites[name], present[name], reference, day)
            problems += [f"{name}: {reason}" for reason in reasons]
            verdicts += [verdict] if verdict else []
    if problems:
        raise _refusal(problems)
    return verdicts


def _reasons(
    verdict: Verdict | None, suite: Suite, table: Table, last_release: str | None, today: date
) -> list[str]:
    """Why a verdict does not let its table go out."""
    if verdict is None:
        return ["it was never judged"]
    reasons = []
    if not verdict.passed:
        failed = [outcome.id for outcome in verdict.failures] + verdict.problems
        reasons.append(f"its gate did not pass: {', '.join(failed)}")
    if not verdict.evaluated and table.fingerprint.row_count:
        reasons.append("its gate evaluated nothing")
    if verdict.table_fingerprint != table.fingerprint.digest:
        reasons.append("its content is not what was judged")
    if verdict.suite_sha256 != suite.sha256:
        reasons.append("its suite, frame or accepted deviations changed after it was judged")
    if verdict.last_release != last_release:
        reasons.append(
            f"it was compared with {verdict.last_release or 'no release'}, "
            f"but {last_release or 'no release'} is served now"
        )
    if verdict.accepted_until and date.fromisoformat(verdict.accepted_until) < today:
        reasons.append(f"an accepted deviation expired on {verdict.accepted_until}")
    return reasons


def _refusal(problems: list[str]) -> ReleaseError:
    return ReleaseError(
        f"Nothing was published: {len(problems)} reason{'s' if len(problems) > 1 else ''}",
        expected="for every table of raw and marts a passing verdict on exactly its present "
        "content, by its present suite, against the release that is served",
        found="\n    ".join(["", *problems]),
        way_out="run the gates again (`minerals refresh` does); mend what they name",
    )
