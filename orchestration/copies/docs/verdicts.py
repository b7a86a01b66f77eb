"""The verdicts of a release as a page: every suite, every expectation, what was seen and why asked.

Belongs here: choosing what the page shows, from the release's manifest and the gates' verdicts.
Does not belong here: judging (`gates`), the page's looks (`templates/verdicts.html.j2`).

Great Expectations' own Data Docs load their styles from outside and show no reason for any
expectation; this page makes no request and says why each one is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.gates.verdicts import Outcome, Verdict, VerdictSummary, read_verdict
from orchestration.release import read_manifest
from orchestration.settings import WarehouseSettings

TEMPLATES = Path(__file__).parent / "templates"
# In words, and in the order in which they deserve a look.
STATUSES = {"failed": "warned", "accepted": "accepted deviation", "skipped": "nothing to say"}
_LONGEST_TEXT = 240


@dataclass(frozen=True)
class SuitePage:
    """One suite as the page shows it; `outcomes` only where the gates still know the details."""

    name: str
    table: str
    rows: int
    judged_at: str
    evaluated: int
    counts: dict[str, int]
    outcomes: list[Outcome]

    @property
    def anchor(self) -> str:
        """Where links to it go."""
        return self.name.replace("/", "-")


def verdicts_page(settings: WarehouseSettings, release: Path) -> str:
    """The page of a release, complete in itself."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    manifest = read_manifest(release)
    suites = [_suite(settings, summary) for summary in manifest.gates.verdicts]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = {"passed": "passed", **STATUSES}
    environment.filters["shortened"] = _shortened
    return environment.get_template("verdicts.html.j2").render(
        release_id=manifest.release_id,
        created_at=manifest.created_at,
        suites=sorted(suites, key=lambda suite: (not suite.name.startswith("marts"), suite.name)),
        evaluated=sum(suite.evaluated for suite in suites),
        totals={status: sum(suite.counts[status] for suite in suites) for status in words},
        words=words,
    )


def _suite(settings: WarehouseSettings, summary: VerdictSummary) -> SuitePage:
    verdict = _detail(settings, summary)
    counts = {
        "failed": len(summary.warnings) + len(summary.failed),
        "accepted": len(summary.accepted),
        "skipped": len(summary.skipped),
    }
    order = {status: number for number, status in enumerate((*STATUSES, "passed"))}
    return SuitePage(
        name=summary.suite,
        table=summary.table,
        rows=summary.row_count,
        judged_at=summary.judged_at,
        evaluated=summary.evaluated,
        counts={"passed": summary.declared - sum(counts.values()), **counts},
        outcomes=sorted(verdict.outcomes, key=lambda o: order[o.status]) if verdict else [],
    )


def _detail(settings: WarehouseSettings, summary: VerdictSummary) -> Verdict | None:
    """What the gates noted, if it is of exactly the content and the suite that were released."""
    verdict = read_verdict(settings.verdicts_dir, summary.suite)
    if verdict is None:
        return None
    ours = (verdict.suite_sha256, verdict.table_fingerprint)
    return verdict if ours == (summary.suite_sha256, summary.table_fingerprint) else None


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT].rsplit(" ", 1)[0] + " …"
