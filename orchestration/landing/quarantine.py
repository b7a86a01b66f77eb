"""Quarantine: what waits for a person, and what the person says.

Belongs here: the list, accepting and rejecting with a reason, holding arrivals back after a
refresh that failed on them.
Does not belong here: the rules that put a revision here (`arrival.py`).

The ledger's line is written before the state changes: a crash between the two leaves a line whose
decision has to be made again, never a decision without a line.
"""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from orchestration.ground.errors import AskedError
from orchestration.landing.editions import Landed, load, one_decision, save
from orchestration.landing.ledger import append
from orchestration.landing.types import LedgerEntry, Revision, State
from orchestration.settings import Settings

Inputs: TypeAlias = frozenset[tuple[str, str]]
"""Path and sha256 of every file that a release was made of."""

_LONGEST_REASON = 4000  # an error of a build can run to pages; the ledger keeps its beginning


def quarantined(settings: Settings) -> list[Revision]:
    """Revisions that wait for a decision, the longest waiting first."""
    waiting = [item for item in load(settings).all() if item.state == "quarantined"]
    return sorted(waiting, key=lambda item: item.arrived_at)


def find(settings: Settings, revision_id: str) -> Revision:
    """A revision by its id, or by its release when only one of it waits.

    Raises:
        AskedError: when there is none such.
    """
    return _find(load(settings), revision_id)


def accept(settings: Settings, revision_id: str, reason: str, who: str = "") -> Revision:
    """Let a revision be built: the next refresh reads it, if it is the newest of its edition."""
    return _decide(settings, revision_id, "accepted", reason, who)


def reject(settings: Settings, revision_id: str, reason: str, who: str = "") -> Revision:
    """Never build a revision; the same bytes are not asked about again."""
    return _decide(settings, revision_id, "rejected", reason, who)


def hold_back(
    settings: Settings,
    reason: str,
    before: datetime | None = None,
    source_id: str = "",
    served: Inputs = frozenset(),
) -> list[Revision]:
    """Quarantine accepted arrivals that no release was made from yet: a refresh failed on them.

    Args:
        settings: where the landing is.
        reason: the error, which becomes their reason.
        before: arrivals after this moment are left alone: the refresh did not read them.
        source_id: only arrivals of this source; of all sources when left out.
        served: inputs of the served release; what it was made of is left alone, also when the run
            that published it was killed before it could mark its revisions as released.

    Returns:
        What is held back now; none when the failure must have another cause.
    """
    with one_decision(settings):
        landed = load(settings)
        held = [
            replace(item, state="quarantined", reasons=(*item.reasons, reason[:_LONGEST_REASON]))
            for item in landed.all()
            if item.state == "accepted"
            and not item.is_released
            and (before is None or item.arrived_at <= before)
            and source_id in ("", item.source_id)
            and not _was_read(item, served)
        ]
        for item in held:
            append(settings, _line(item, "arrival", "quarantined", item.reasons[-1]))
            landed = landed.with_revision(item)
        if held:
            save(settings, landed)
    return held


def _was_read(revision: Revision, inputs: Inputs) -> bool:
    """Whether every file of a revision is among these inputs."""
    return all(
        (f"landing/{revision.edition_id}/{file.file_name}", file.sha256) in inputs
        for file in revision.files
    )


def mark_released(settings: Settings, revisions: set[str]) -> None:
    """Remember that a release was made from these revisions: they are the last good pins."""
    with one_decision(settings):
        landed = load(settings)
        fresh = [r for r in landed.all() if r.id in revisions and not r.is_released]
        for item in fresh:
            landed = landed.with_revision(replace(item, is_released=True))
        if fresh:
            save(settings, landed)


def _decide(
    settings: Settings,
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
    with one_decision(settings):
        landed = load(settings)
        found = _find(landed, revision_id)
        _refuse_undoing(found, state)
        decided = replace(
            found,
            state=state,
            decided_by=who or getpass.getuser(),
            decided_at=datetime.now(UTC),
            decision=reason.strip(),
        )
        append(settings, _line(decided, "decision", state, reason.strip()))
        save(settings, landed.with_revision(decided))
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
