"""The state of the landing: which editions came, in which revisions, and what was decided.

Belongs here: `editions.json`, read whole and replaced whole, and the lock around changing it.
Does not belong here: why a revision has its state (`arrival.py`, `quarantine.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from orchestration.ground.errors import BusyError, SourceError
from orchestration.ground.files import write_whole
from orchestration.landing.types import LandedFile, ReleaseRow, Revision
from orchestration.settings import Settings

FORMAT = 1
LOCK_SECONDS = 60.0  # deciding about the largest edition takes ten


@dataclass(frozen=True)
class Landed:
    """All that is kept about editions.

    Args:
        revisions: every revision that ever came and was new, by release, oldest first.
        stamps: what each publisher last announced about each release and was looked at in full;
            while that stands, nothing has to be fetched.
    """

    revisions: dict[str, tuple[Revision, ...]] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    def of(self, edition_id: str) -> tuple[Revision, ...]:
        """Revisions of one release, oldest first."""
        return self.revisions.get(edition_id, ())

    def all(self) -> list[Revision]:
        """Every revision, by release and number."""
        return [item for name in sorted(self.revisions) for item in self.revisions[name]]

    def accepted(self, edition_id: str) -> Revision | None:
        """The newest accepted revision of a release: the one that a refresh reads."""
        good = [item for item in self.of(edition_id) if item.state == "accepted"]
        return good[-1] if good else None

    def with_revision(self, revision: Revision) -> Landed:
        """The same with one revision added, or replaced by its new state."""
        others = [r for r in self.of(revision.edition_id) if r.revision != revision.revision]
        kept = tuple(sorted([*others, revision], key=lambda item: item.revision))
        return replace(self, revisions={**self.revisions, revision.edition_id: kept})

    def with_stamp(self, edition_id: str, stamp: str) -> Landed:
        """The same with what a publisher announced about a release."""
        return replace(self, stamps={**self.stamps, edition_id: stamp})


def editions_path(settings: Settings) -> Path:
    """Where the state is."""
    return settings.landing_dir / "editions.json"


@contextmanager
def one_decision(settings: Settings) -> Iterator[None]:
    """One process at a time changes what is landed; readers never wait.

    Raises:
        BusyError: when another process is still deciding after a minute.
    """
    settings.landing_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.landing_dir / ".lock")
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        raise BusyError(
            "Another process is deciding about an arrival",
            where=str(settings.landing_dir),
            way_out="let it finish, then try again",
        ) from None
    try:
        yield
    finally:
        lock.release()


def load(settings: Settings) -> Landed:
    """What is landed; nothing where nothing ever came.

    Raises:
        SourceError: when the file was damaged by hand; it is never half written.
    """
    path = editions_path(settings)
    if not path.exists():
        return Landed()
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["format"] != FORMAT:
            raise ValueError(f"format {body['format']}")
        return Landed(
            {name: tuple(map(_revision, items)) for name, items in body["revisions"].items()},
            dict(body["stamps"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            "the record of landed editions cannot be read",
            where=str(path),
            expected=f"JSON of format {FORMAT}, as this program writes it",
            found=str(error),
            way_out="restore it from a backup; or delete it, and the next `minerals refresh "
            "--live` decides about every edition anew",
        ) from error


def save(settings: Settings, landed: Landed) -> None:
    """Replace the state in one step. The caller holds `one_decision`."""
    body = {
        "format": FORMAT,
        "stamps": dict(sorted(landed.stamps.items())),
        "revisions": {
            name: [_as_json(item) for item in items]
            for name, items in sorted(landed.revisions.items())
        },
    }
    write_whole(editions_path(settings), json.dumps(body, indent=1, ensure_ascii=False) + "\n")


def _as_json(revision: Revision) -> dict[str, Any]:
    decided = revision.decided_at.isoformat() if revision.decided_at else None
    return {
        **asdict(revision),
        "arrived_at": revision.arrived_at.isoformat(),
        "decided_at": decided,
    }


def _revision(body: dict[str, Any]) -> Revision:
    decided = body["decided_at"]
    return Revision(
        **{
            **body,
            "arrived_at": datetime.fromisoformat(body["arrived_at"]),
            "decided_at": datetime.fromisoformat(decided) if decided else None,
            "files": tuple(LandedFile(**item) for item in body["files"]),
            "row": ReleaseRow(**body["row"]),
            "reasons": tuple(body["reasons"]),
        }
    )
