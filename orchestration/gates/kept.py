"""What is read for a suite, and whether its kept verdict still holds for that.

Belongs here: reading the tables of suites, and the digest by which a verdict is known again.
Does not belong here: judging (`judge.py`), reading frames (`frames.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.gates.frames import (
    TableFrame,
    open_for_judging,
    read_frame,
    seen_by,
    tables_of,
)
from orchestration.gates.inputs import Known, inputs_digest
from orchestration.gates.suites import Layer, Suite
from orchestration.gates.verdicts import Verdict, forget_verdicts, read_verdict
from orchestration.ground.files import sha256_of

if TYPE_CHECKING:
    import duckdb

    from orchestration.settings import Settings, WarehouseSettings


@dataclass(frozen=True)
class ReadTable:
    """A suite with what was read for it, or why nothing was."""

    suite: Suite
    table: TableFrame | None
    problem: str = ""
    seen: str = ""
    inputs: str = ""
    holds: Verdict | None = None
    """The kept verdict, where it follows from exactly what would be judged now."""


def read_tables(
    settings: WarehouseSettings,
    layer: Layer,
    suites: Sequence[Suite],
    known: Known,
    *,
    reference: Path | None,
    gone: Collection[str],
    day: date,
) -> tuple[list[ReadTable], set[str]]:
    """The table of each suite, or the kept verdict on it, and the names of all tables.

    The kept verdicts are taken out of their store: what is judged now replaces them.

    Args:
        settings: where the build database and the verdict store are.
        layer: whose tables.
        suites: what looks at them.
        known: fingerprints of tables as they are now.
        reference: folder of the release that marts are compared with.
        gone: its sources that are switched off now and not compared.
        day: the day that accepted deviations expire by.
    """
    kept = {suite.name: read_verdict(settings.verdicts_dir, suite.name) for suite in suites}
    forget_verdicts(settings.verdicts_dir, [suite.name for suite in suites])
    with open_for_judging(settings.build_database, reference, gone) as connection:
        present = tables_of(connection, layer)
        asked = {
            suite.name: inputs_digest(
                connection, suite, known, compares=reference is not None, gone=gone
            )
            for suite in suites
        }
        reads = [
            read_for(connection, suite, present, kept[suite.name], day, asked[suite.name])
            for suite in suites
        ]
    return reads, present


def read_for(
    connection: duckdb.DuckDBPyConnection,
    suite: Suite,
    present: set[str],
    kept: Verdict | None,
    today: date,
    inputs: str = "",
) -> ReadTable:
    """Read the table of a suite, unless its kept verdict follows from exactly this content.

    Args:
        connection: sees the build and the last release.
        suite: what looks at the table.
        present: tables of the build.
        kept: the verdict of the last time.
        today: the day that accepted deviations expire by.
        inputs: digest of what the verdict would follow from, where that is known unread.
    """
    import duckdb

    if suite.table not in present:
        return ReadTable(suite, None, f"the build has no table {suite.table}")
    try:
        inputs = inputs and _gate_digest() + inputs
        # An accepted deviation expires on a day: from then on its suite is judged every time.
        held = kept if kept and kept.passed and suite.excuses_on(today) else None
        if held and inputs and held.inputs == inputs:
            return ReadTable(suite, None, seen=held.seen, inputs=inputs, holds=held)
        digest, fingerprint = seen_by(connection, suite)
        seen = _gate_digest() + digest
        if held and held.seen == seen:
            return ReadTable(suite, None, seen=seen, inputs=inputs, holds=held)
        table = read_frame(connection, suite, fingerprint)
        return ReadTable(suite, table, seen=seen, inputs=inputs)
    except duckdb.Error as error:
        return ReadTable(suite, None, f"{suite.table} could not be read as its suite asks: {error}")


def stands(
    settings: Settings, suite: Suite, table_fingerprint: str | None, today: date | None = None
) -> bool:
    """Whether the kept verdict of a raw suite may be left as it is, without judging again."""
    verdict = read_verdict(settings.verdicts_dir, suite.name)
    return (
        verdict is not None
        and verdict.passed
        and verdict.suite_sha256 == suite.sha256
        and verdict.table_fingerprint == table_fingerprint
        and verdict.seen.startswith(_gate_digest())
        and suite.excuses_on(today or datetime.now(UTC).date())
    )


@lru_cache(maxsize=1)
def _gate_digest() -> str:
    """Digest of the gate's own code and of the library that evaluates."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    body = [version("great-expectations"), *(sha256_of(path) for path in code)]
    return hashlib.sha256("".join(body).encode()).hexdigest()
