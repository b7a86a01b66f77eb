"""The state of the landing: which editions came, in which revisions, and what was decided.

Belongs here: that state as one value, read whole.
Does not belong here: how it is kept (`rows.py`), why a revision has its state (`arrival.py`,
`quarantine.py`).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from itertools import groupby

from orchestration.landing import rows
from orchestration.landing.database import reading
from orchestration.landing.types import Revision
from orchestration.settings import WarehouseSettings


@dataclass(frozen=True)
class Landed:
    """All that is kept about editions.

    Args:
        revisions: every revision that ever came and was new, by edition, oldest first.
        stamps: what each publisher last announced about each edition and was looked at in full;
            while that stands, nothing has to be fetched.
    """

    revisions: dict[str, tuple[Revision, ...]] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    def of(self, edition_id: str) -> tuple[Revision, ...]:
        """Revisions of one edition, oldest first."""
        return self.revisions.get(edition_id, ())

    def all(self) -> list[Revision]:
        """Every revision, by edition and number."""
        return [item for name in sorted(self.revisions) for item in self.revisions[name]]

    def accepted(self, edition_id: str) -> Revision | None:
        """The newest accepted revision of an edition: the one that a refresh reads."""
        good = [item for item in self.of(edition_id) if item.state == "accepted"]
        return good[-1] if good else None


def load(settings: WarehouseSettings) -> Landed:
    """What is landed; nothing where nothing ever came."""
    with reading(settings) as database:
        return landed_in(database) if database else Landed()


def landed_in(database: sqlite3.Connection) -> Landed:
    """What is landed, as the caller's transaction sees it."""
    by_edition = groupby(rows.revisions(database), key=lambda revision: revision.edition_id)
    return Landed({name: tuple(found) for name, found in by_edition}, rows.stamps(database))
