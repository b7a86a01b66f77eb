"""Decide whether an unreleased arrival caused a failed step, and quarantine it if so.

Belongs here: which errors count, holding back, notifying people.
Does not belong here: the steps themselves, the quarantine (`landing`), the hooks (`notify`).

Steps call this, not the command line, so that a run of the daemon is treated alike. What was
released before is never held back: without arrivals the same figures passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from orchestration.ground.errors import BusyError, RegisterError, ReleaseError
from orchestration.landing.quarantine import hold_back
from orchestration.landing.types import Revision
from orchestration.notify import Event, notify
from orchestration.release import served_inputs
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
            _notify(settings, held, str(error))
        raise


def _held_back(
    settings: Settings, error: Exception, began: datetime, source_id: str
) -> list[Revision]:
    if settings.input_dir is not None or not settings.landing_dir.exists():
        return []
    summary = str(error) or type(error).__name__
    served = served_inputs(settings)
    return hold_back(settings, summary, before=began, source_id=source_id, served=served)


def _notify(settings: Settings, held: list[Revision], text: str) -> None:
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
