"""Quarantine: what waits for a person, and what the person says.

Belongs here: the list, accepting and rejecting with a reason, holding arrivals back after a
refresh that failed on them.
Does not belong here: the rules that put a revision here (`arrival.py`).

A decision and its line in the ledger are one transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from orchestration.ground.errors import AskedError
from orchestration.ground.who import user_name
from orchestration.landing import rows
from orchestration.landing.database import deciding
from orchestration.landing.editions import Landed, landed_in, load
from orchestration.landing.types import LedgerEntry, Revision, State
from orchestration.settings import WarehouseSettings

Inputs: TypeAlias = frozenset[tuple[str, str]]
"""Path and sha256 of every file that a release was made of."""

_LONGEST_REASON = 4000  # an error of a build can run to pages; the ledger keeps its beginning


def quarantined(settings: WarehouseSettings) -> list[Revision]:
    """Revisions that wait for a decision, the longest waiting first."""
    waiting = [item for item in load(settings).all() if item.state == "quarantined"]
    return sorted(waiting, key=lambda item: item.arrived_at)


def find(settings: WarehouseSettings, revision_id: str) -> Revision:
    """A revision by its id, or by its edition when only one of it waits.

    Raises:
        AskedError: when there is none such.
    """
    return _find(load(settings), revision_id)


def accept(settings: WarehouseSettings, revision_id: str, reason: str, who: str = "") -> Revision:
    """Let a revision be built: the next refresh reads it, if it is the newest of its edition."""
    return _decide(settings, revision_id, "accepted", reason, who)


def reject(settings: WarehouseSettings, revision_id: str, reason: str, who: str = "") -> Revision:
    """Never build a revision; the same bytes are not asked about again."""
    return _decide(settings, revision_id, "rejected", reason, who)


def hold_back(
    settings: WarehouseSettings,
    error: str,
    before: datetime | None = None,
    source_id: str = "",
    served: Inputs = frozenset(),
) -> list[Revision]:
    """Quarantine accepted arrivals that no release was made from yet: a refresh failed on them.

    Args:
        settings: where the landing is.
        error: what it failed with, which becomes their reason.
        before: arrivals after this moment are left alone: the refresh did not read them.
        source_id: only arrivals of this source; of all sources when left out.
        served: inputs of the served release; what it was made of is left alone, also when the run
            that published it was killed before it could mark its revisions as released.

    Returns:
        What is held back now; none when the failure must have another cause.
    """
    if not load(settings).revisions:
        return []
    reason = f"a refresh failed on it: {error}"[:_LONGEST_REASON]
    with deciding(settings) as database:
        held = [
            replace(item, state="quarantined", reasons=(*item.reasons, reason))
            for item in landed_in(database).all()
            if item.state == "accepted"
            and not item.is_released
            and (before is None or item.arrived_at <= before)
            and source_id in ("", item.source_id)
            and not _was_read(item, served)
        ]
        for item in held:
            rows.keep(database, item)
            rows.add_line(database, _line(item, "arrival", "quarantined", reason))
        if held:
            rows.add_line(database, _refreshed("failed", next(iter(error.splitlines()), "")))
    return held


def _was_read(revision: Revision, inputs: Inputs) -> bool:
    """Whether every file of a revision is among these inputs."""
    return all(
        (f"landing/{revision.edition_id}/{file.file_name}", file.sha256) in inputs
        for file in revision.files
    )


def mark_released(
    settings: WarehouseSettings, revisions: Collection[str], release_id: str, reason: str
) -> None:
    """Remember that a release was made from these revisions: they are the last good pins."""
    with deciding(settings) as database:
        for item in landed_in(database).all():
            if item.id in revisions and not item.is_released:
                rows.keep(database, replace(item, is_released=True))
        rows.add_line(database, _refreshed("released", reason, release=release_id))


def _decide(
    settings: WarehouseSettings,
    revision_id: str,
    state: Literal["accepted", "rejected"],
    reason: str,
    who: str,
) -> Revision:
    if not reason.strip():
        raise AskedError(
            "A decision needs a reason",
            expected='--reason "what was looked at, and why it is right"',
            way_out="write it for whoever reads the ledger in two years",
        )
    with deciding(settings) as database:
        found = _find(landed_in(database), revision_id)
        _refuse_undoing(found, state)
        decided = replace(
            found,
            state=state,
            decided_by=who or user_name(),
            decided_at=datetime.now(UTC),
            decision=reason.strip(),
        )
        rows.keep(database, decided)
        rows.add_line(database, _line(decided, "decision", state, reason.strip()))
    return decided


def _refuse_undoing(found: Revision, state: State) -> None:
    if found.state == state:
        raise AskedError(
            f"{found.id} is {state} already",
            found=found.decision or "by the arrival rules",
            way_out="minerals quarantine list shows what waits",
        )


def _find(landed: Landed, revision_id: str) -> Revision:
    every = landed.all()
    exact = [item for item in every if item.id == revision_id]
    waiting = [i for i in every if i.edition_id == revision_id and i.state == "quarantined"]
    found = exact or waiting
    if len(found) != 1:
        names = [item.id for item in (waiting or every)]
        raise AskedError(
            "There is no such revision, or more than one",
            where="quarantine",
            expected="one of " + (", ".join(names) or "(nothing has landed)"),
            found=revision_id,
            way_out="minerals quarantine list shows what waits",
        )
    return found[0]


def _line(
    revision: Revision, event: Literal["arrival", "decision"], verdict: str, reason: str
) -> LedgerEntry:
    details = {"revision": str(revision.revision), "by": revision.decided_by}
    return LedgerEntry(
        at=datetime.now(UTC),
        event=event,
        source_id=revision.source_id,
        edition_id=revision.edition_id,
        verdict=verdict,
        reason=reason,
        details={name: value for name, value in details.items() if value},
    )


def _refreshed(verdict: str, reason: str, **details: str) -> LedgerEntry:
    return LedgerEntry(
        at=datetime.now(UTC), event="refresh", verdict=verdict, reason=reason, details=details
    )
