"""The words of the landing: arrivals, revisions, pins, lines of the ledger.

Belongs here: the types that the landing hands to the refresh, the command line and automation.
Does not belong here: how they are kept (`rows.py`) or decided (`arrival.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

State = Literal["accepted", "quarantined", "rejected"]
"""What is kept of a revision. An accepted one that a newer accepted one follows is superseded."""
ArrivalVerdict = Literal["unchanged", "accepted", "quarantined"]
"""`unchanged`: the bytes were decided about before, in favour, against, or not yet."""
LedgerEvent = Literal["fetch", "arrival", "decision", "refresh", "takeover"]
"""`takeover`: files of version 1 were read into the database."""


@dataclass(frozen=True)
class LandedFile:
    """One file of a landed revision; its bytes are in the store under their sha256."""

    file_name: str
    sha256: str
    bytes: int
    url: str


@dataclass(frozen=True)
class EditionRow:
    """What `dim_edition` holds of an edition."""

    source_name: str
    edition: str
    published_on: str | None
    doi_or_url: str
    licence: str
    attribution: str


@dataclass(frozen=True)
class Revision:
    """One set of bytes that came for one edition."""

    edition_id: str
    source_id: str
    revision: int
    state: State
    arrived_at: datetime
    stamp: str
    files: tuple[LandedFile, ...]
    row: EditionRow
    reasons: tuple[str, ...] = ()
    is_released: bool = False
    """Whether a release has been made from it: what fails later is not this revision's fault."""
    decided_by: str = ""
    decided_at: datetime | None = None
    decision: str = ""

    @property
    def id(self) -> str:
        """How a person names it: `usgs_mcs_2027@1`."""
        return f"{self.edition_id}@{self.revision}"


@dataclass(frozen=True)
class Arrival:
    """What became of an edition that was fetched."""

    verdict: ArrivalVerdict
    reasons: tuple[str, ...]
    edition_id: str
    revision: int | None
    """None when nothing was kept: the bytes are those that ship with the project."""

    @property
    def is_new(self) -> bool:
        """Whether a refresh would build something else now."""
        return self.verdict == "accepted"


@dataclass(frozen=True)
class PinnedFile:
    """One landed file that a refresh reads."""

    file_name: str
    path: Path
    sha256: str

    def read(self) -> bytes:
        """Its bytes, after making sure that they are those that arrived."""
        from orchestration.landing.store import read_checked

        return read_checked(self.path, self.sha256, self.file_name)


@dataclass(frozen=True)
class PinnedEdition:
    """What a refresh reads for one edition: the figures that ship, or a landed revision."""

    edition_id: str
    source_id: str
    origin: Literal["embedded", "landed"]
    revision: int | None = None
    files: tuple[PinnedFile, ...] = ()
    row: EditionRow | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True)
class LedgerEntry:
    """One line of the ledger."""

    at: datetime
    event: LedgerEvent
    source_id: str = ""
    edition_id: str = ""
    address: str = ""
    status: int | None = None
    bytes: int | None = None
    sha256: str | None = None
    verdict: str = ""
    reason: str = ""
    details: dict[str, str] = field(default_factory=dict)
    """etag and last_modified of a fetch, revision of an arrival, who decided, release id."""
