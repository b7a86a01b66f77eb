"""A step failed on what it was given: is an arrival that no release was made from to blame?

Belongs here: which errors count, holding back, telling people.
Does not belong here: the steps (`steps`), how people are told (`notify`).

Steps call this, not the command line, so that a run of the daemon is treated alike. What was
released before is never held back: without arrivals the same figures passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from orchestration.ground.errors import BusyError, RegisterError, ReleaseError
from orchestration.landing.ledger import note_refresh
from orchestration.landing.quarantine import hold_back
from orchestration.landing.types import Revision
from orchestration.settings import Settings

# A full disk, a lock, a wrong register, a release that cannot be written: no edition does that.
_NOT_AN_EDITIONS_FAULT = (BusyError, RegisterError, ReleaseError, OSError, MemoryError)


@contextmanager
def blaming_arrivals(settings: Settings, source_id: str = "") -> Iterator[None]:
    """Hold back new arrivals when the block fails on figures; the error goes on as it was.

    Args:
        settings: where the landing is.
        source_id: the one source that the block reads; all sources when left out.
    """
    began = datetime.now(UTC)
    try:
        yield
    except _NOT_AN_EDITIONS_FAULT:
        raise
    except Exception as error:
        held = _held_back(settings, error, began, source_id)
        if held:
            note_refresh(settings, "failed", _first_line(error))
            _tell(settings, held, str(error))
        raise


def _held_back(
    settings: Settings, error: Exception, began: datetime, source_id: str
) -> list[Revision]:
    if settings.input_dir is not None or not settings.landing_dir.exists():
        return []
    reason = f"a refresh failed on it: {error}"
    return hold_back(settings, reason, before=began, source_id=source_id)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _tell(settings: Settings, held: list[Revision], text: str) -> None:
    from orchestration.notify import Event, notify

    names = ", ".join(revision.id for revision in held)
    notify(
        settings,
        Event(
            kind="quarantined",
            title=f"held back: {names}; the last good release stays",
            text=f"{text}\n\nLook: minerals quarantine show {held[0].id}",
            severity="error",
            details={"revisions": names},
        ),
    )
