"""Judging: suites meet tables, and nothing passes by accident.

Belongs here: the rules that make a verdict trustworthy. A gate does not pass on an empty suite, an
expectation that does not exist, unknown arguments, a missing column, a table without rows, a
column without a single value, an exception, an expectation that had nothing to judge, or fewer
results than expectations; the suite may declare, with a reason, what is all right to be empty, and
each use of such a declaration shows in the verdict.
Does not belong here: thresholds (suites), Great Expectations' API (`gx.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.gates.deviations import excuse
from orchestration.gates.frames import TableFrame, released_sources
from orchestration.gates.gx import Result, Session
from orchestration.gates.inputs import Known
from orchestration.gates.kept import ReadTable, read_tables
from orchestration.gates.suites import (
    Expectation,
    Layer,
    Suite,
    load_suites,
    refuse_unknown_deviations,
)
from orchestration.gates.verdicts import (
    FAILED,
    PASSED,
    SKIPPED,
    Outcome,
    Verdict,
    write_verdict,
)
from orchestration.gates.whole import check_frame

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation as GxExpectation

    from orchestration.settings import WarehouseSettings


def judge_layer(
    settings: WarehouseSettings,
    layer: Layer,
    *,
    last_release: Path | None = None,
    tables: Collection[str] | None = None,
    known: Known | None = None,
    session: Session | Callable[[], Session] = Session,
    today: date | None = None,
) -> list[Verdict]:
    """Judge the tables of one layer of the build database and keep the verdicts.

    A kept verdict that passed stands where table, frame, suite and gate are exactly what they were.

    Args:
        settings: where the build database, the suites and the verdict store are.
        layer: `raw` or `marts`.
        last_release: folder of the release that is served now; marts are compared with it, raw
            tables are not in it.
        tables: only these, as `schema.table`; all suites and tables of the layer when left out.
        known: fingerprints of the build's tables and the last release's, as they are now; a kept
            verdict on those is not looked into again.
        session: a Great Expectations session to use again, or what makes one when it is needed.
        today: the day that accepted deviations expire by.

    Returns:
        One verdict per suite, and one for every table that has no suite.

    Raises:
        GateError: when the build database cannot be read.
        RegisterError: when an accepted deviation names a suite that does not exist.
    """
    refuse_unknown_deviations(settings.suites_dir)
    suites = [
        _as_switched(suite, settings.optional_sources)
        for suite in load_suites(settings.suites_dir, layer)
        if tables is None or suite.table in tables
    ]
    reference = last_release if layer == "marts" else None
    gone = released_sources(reference, settings.switched_off)
    day = today or datetime.now(UTC).date()
    reads, present = read_tables(
        settings, layer, suites, known or {}, reference=reference, gone=gone, day=day
    )
    judges = Judge(session, reference.name if reference else None, day, gone)
    verdicts = [judges.judged(read) for read in reads]
    wanted = present if tables is None else set(tables)
    unguarded = sorted(wanted - {suite.table for suite in suites})
    verdicts += [judges.refuse(table) for table in unguarded]
    for verdict in verdicts:
        write_verdict(settings.verdicts_dir, verdict)
    return verdicts


def _as_switched(suite: Suite, switched_on: Collection[str]) -> Suite:
    """The table of a source that is switched off may be empty; switched on, it may not."""
    if not suite.optional_source or suite.optional_source in switched_on:
        return suite
    return replace(suite, may_be_empty=f"the source {suite.optional_source} is switched off")


class Judge:
    """Judges frames against suites, all with one session, one reference and one day."""

    def __init__(
        self,
        session: Session | Callable[[], Session],
        last_release: str | None,
        today: date | None,
        gone: Collection[str] = (),
    ) -> None:
        """Keep what all judgements share; the library is loaded when something is judged.

        Args:
            session: a session, or what makes one.
            last_release: its identifier.
            today: the day that accepted deviations expire by.
            gone: sources of the last release that are switched off now and not compared.
        """
        self._given = session
        self._last_release = last_release
        self._today = today or datetime.now(UTC).date()
        self._gone = sorted(gone)

    @cached_property
    def _session(self) -> Session:
        return self._given() if callable(self._given) else self._given

    def judged(self, read: ReadTable) -> Verdict:
        """The verdict on what was read: the kept one where it holds, otherwise a new one."""
        if read.holds is not None:
            held = {"last_release": self._last_release, "inputs": read.inputs}
            return read.holds.model_copy(update=held)
        verdict = self.judge(read.suite, read.table, read.problem)
        return verdict.model_copy(update={"seen": read.seen, "inputs": read.inputs})

    def judge(self, suite: Suite, table: TableFrame | None, problem: str = "") -> Verdict:
        """Judge one table that has been read, or could not be, which `problem` says."""
        if table is None:
            return self._verdict(suite, None, problems=[*suite.problems, problem])
        sound, problems = self._sort_out(suite)
        frame_problems, skips = check_frame(suite, table)
        if self._gone and table.compares:
            names = ", ".join(self._gone)
            skips.append(f"compared with the last release without {names}, which is switched off")
        problems += frame_problems
        if len(table.frame):
            outcomes, more = self._ask(suite, sound, table)
            problems += more
        else:
            empty = "the table is empty"
            outcomes = [_skipped(e, empty) for e in suite.expectations if e.id in sound]
        columns = {each.id: each.kwargs.get("column") for each in suite.expectations}
        excused = excuse(outcomes, suite.deviations, table.frame, self._today, columns)
        problems += excused.problems + _count_problems(suite, excused.outcomes, table)
        skips += excused.skips
        return self._verdict(suite, table, excused.outcomes, problems, skips)

    def refuse(self, table: str) -> Verdict:
        """The verdict on a table that no suite guards."""
        name = table.replace(".", "/", 1)
        suite = Suite(name=name, path=Path(), table=table, sha256="")
        missing = f"no suite guards {table}: write expectations/suites/{name}.json"
        return self._verdict(suite, None, problems=[missing])

    def _sort_out(self, suite: Suite) -> tuple[dict[str, GxExpectation], list[str]]:
        """Expectations that Great Expectations takes, and what is wrong with the others."""
        sound: dict[str, GxExpectation] = {}
        problems = list(suite.problems)
        for expectation in suite.expectations:
            understood = self._session.understand(expectation)
            if isinstance(understood, str):
                what = f"{expectation.id}: {expectation.type} is not usable"
                problems.append(f"{what}: {understood}")
            else:
                sound[expectation.id] = understood
        return sound, problems

    def _ask(
        self, suite: Suite, sound: Mapping[str, GxExpectation], table: TableFrame
    ) -> tuple[list[Outcome], list[str]]:
        """Evaluate what can be evaluated, and say of the rest why not."""
        asked, outcomes, problems = [], [], []
        for expectation in (e for e in suite.expectations if e.id in sound):
            unknown = sorted(expectation.parameters - set(table.parameters))
            if expectation.needs_last_release and not table.compares:
                note = "there is no last release of this table to compare with"
                outcomes.append(_skipped(expectation, note))
            elif unknown:
                problems.append(f"{expectation.id}: nobody knows the parameter {unknown}")
            else:
                asked.append(expectation)
        key = [name for name in suite.key if name in table.frame.columns]
        chosen = {expectation.id: sound[expectation.id] for expectation in asked}
        results = self._session.evaluate(table.frame, chosen, table.parameters, key)
        by_id = {result.id: result for result in results}
        for expectation in (e for e in asked if e.id in by_id):
            outcome, problem = _outcome(expectation, by_id[expectation.id])
            outcomes.append(outcome)
            problems += [problem] if problem else []
        return outcomes, problems

    def _verdict(
        self,
        suite: Suite,
        table: TableFrame | None,
        outcomes: list[Outcome] | None = None,
        problems: list[str] | None = None,
        skips: list[str] | None = None,
    ) -> Verdict:
        return Verdict(
            suite=suite.name,
            suite_sha256=suite.sha256,
            table=suite.table,
            table_fingerprint=table.fingerprint.digest if table else "",
            row_count=table.fingerprint.row_count if table else 0,
            judged_at=datetime.now(UTC).isoformat(timespec="seconds"),
            last_release=self._last_release,
            declared=len(suite.expectations),
            outcomes=outcomes or [],
            problems=problems or [],
            skips=skips or [],
            accepted_until=min((str(entry.expires_on) for entry in suite.deviations), default=None),
        )


def _outcome(expectation: Expectation, result: Result) -> tuple[Outcome, str]:
    """The outcome of one result, and the problem when it cannot be trusted."""
    problem = ""
    if result.error:
        problem = f"{expectation.id}: could not be evaluated: {result.error}"
    elif result.judged_count == 0 and result.success:
        if expectation.may_be_vacuous:
            note = f"no value to judge, as the suite allows: {expectation.may_be_vacuous}"
            return _skipped(expectation, note), ""
        problem = f"{expectation.id}: had not a single value to judge"
    outcome = Outcome(
        id=expectation.id,
        type=expectation.type,
        severity=expectation.severity,
        status=PASSED if result.success else FAILED,
        why=expectation.why,
        way_out=expectation.way_out,
        note=result.error,
        observed=result.observed,
        judged_count=result.judged_count,
        failing_count=result.failing_count,
        failing_rows=result.rows,
    )
    return outcome, problem


def _skipped(expectation: Expectation, note: str) -> Outcome:
    return Outcome(
        id=expectation.id,
        type=expectation.type,
        severity=expectation.severity,
        status=SKIPPED,
        why=expectation.why,
        note=note,
    )


def _count_problems(suite: Suite, outcomes: list[Outcome], table: TableFrame) -> list[str]:
    """Declared and evaluated must be the same expectations, and not none."""
    answered = {outcome.id for outcome in outcomes}
    silent = [e.id for e in suite.expectations if e.id not in answered]
    problems = [f"declared but never evaluated: {', '.join(silent)}"] if silent else []
    if len(table.frame) and not any(outcome.status != SKIPPED for outcome in outcomes):
        problems.append("not a single expectation was evaluated")
    return problems
