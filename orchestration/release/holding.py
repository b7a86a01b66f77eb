"""The hold: what is served stays, whatever arrives, until a person lifts it.

Belongs here: who holds, since when and why; refusing to build or publish meanwhile.
Does not belong here: choosing what is served (`rollback.py`). Publishers are still asked while a
release is held: what they bring lands and waits for the first refresh after the hold.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.documents import Document, read_document, write_document
from orchestration.ground.errors import HeldError, ReleaseError
from orchestration.ground.who import user_name

if TYPE_CHECKING:
    from orchestration.settings import WarehouseSettings

LIFT = "minerals rollback --lift"


class Hold(Document):
    """A person's word that what is served stays."""

    by: str
    at: datetime
    reason: str

    def as_json(self) -> dict[str, str]:
        """For programs."""
        return {"by": self.by, "at": self.at.isoformat(), "reason": self.reason}

    @property
    def summary(self) -> str:
        """Since when, by whom, why."""
        return f"since {self.at:%Y-%m-%d %H:%M} UTC by {self.by}: {self.reason}"


def hold_release(settings: WarehouseSettings, reason: str, who: str = "") -> Hold:
    """Hold the release that is served; an earlier hold is replaced.

    The caller holds the warehouse's lock (`ground.lock`).
    """
    hold = Hold(
        by=who or user_name(),
        at=datetime.now(UTC).replace(microsecond=0),
        reason=reason.strip() or "no reason was given",
    )
    write_document(_path(settings), hold)
    return hold


def current_hold(settings: WarehouseSettings) -> Hold | None:
    """The hold; None when releases may follow each other.

    Raises:
        ReleaseError: when it was damaged by hand: nobody knows then whether it was meant.
    """
    path = _path(settings)
    try:
        return read_document(
            Hold,
            path,
            "The hold on the releases cannot be read",
            way_out=f"hold again (minerals rollback --hold), or lift it: {LIFT}",
            error=ReleaseError,
        )
    except ReleaseError:
        if path.exists():
            raise
        return None


def lift_hold(settings: WarehouseSettings) -> bool:
    """End the hold, and say whether there was one. The caller holds the warehouse's lock."""
    is_held = _path(settings).exists()
    _path(settings).unlink(missing_ok=True)
    return is_held


def refuse_while_held(settings: WarehouseSettings) -> None:
    """Stop before anything is built or published.

    Raises:
        HeldError: when a person holds the release that is served.
    """
    hold = current_hold(settings)
    if hold is not None:
        raise HeldError(
            "The release that is served is held: nothing is built or published",
            where=str(_path(settings)),
            found=f"held {hold.summary}",
            way_out=f"end the hold ({LIFT}), then: minerals refresh",
        )


def _path(settings: WarehouseSettings) -> Path:
    return settings.releases_dir / "hold.json"
