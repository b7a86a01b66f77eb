"""The words that connectors and the landing share: remote files, editions, fetched files, records.

Belongs here: the types that pass between a publisher's connector, the HTTP client and the landing.
Does not belong here: how bytes travel (`http.py`), what a publisher's answers look like (its
module), whether an arrival is believed (`landing/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from orchestration.connectors.http import Http

FetchVerdict = Literal["fetched", "not_modified", "failed", "refused"]
"""`failed`: it did not work, trying again may help. `refused`: it came, and is not believed."""


@dataclass(frozen=True)
class RemoteFile:
    """One file that a publisher offers."""

    file_name: str
    """The name under which parsers know it."""
    url: str
    size: int | None = None
    """Bytes, if the publisher says so."""
    md5: str | None = None
    """If the publisher says so."""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RemoteEdition:
    """One edition as its publisher announces it, with its row for `dim_release`."""

    source_id: str
    """usgs_mcs, critical_lists, wgi, bgs_wms, wmd."""
    release_id: str
    """For example usgs_mcs_2027."""
    source_name: str
    edition: str
    published_on: date | None
    doi_or_url: str
    licence: str
    attribution: str
    files: tuple[RemoteFile, ...]
    stamp: str
    """Changes when anything about the edition changes (checksums, dates): a sensor's cursor."""


@dataclass(frozen=True)
class FetchedFile:
    """One file that a connector fetched, or that its publisher says has not changed.

    With `not_modified` nothing was transferred and there is no file at `path`: sha256 and bytes
    are those that the caller's validators named.
    """

    file_name: str
    path: Path
    sha256: str
    bytes: int
    url: str
    fetched_at: datetime
    not_modified: bool


@dataclass(frozen=True)
class FetchRecord:
    """One attempt to fetch one address, for the ledger."""

    at: datetime
    source_id: str
    address: str
    status: int | None
    """HTTP status; None when no answer came."""
    bytes: int
    """Bytes received, after decompression."""
    sha256: str | None
    verdict: FetchVerdict
    reason: str
    etag: str | None = None
    last_modified: str | None = None


class Connector(Protocol):
    """One publisher: what it offers, and how to get it."""

    @property
    def source_id(self) -> str:
        """The source whose editions it brings."""

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts that may be asked, and redirected to: `name`, or `name:port`."""

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The editions that the publisher announces now; a few small requests."""

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """The edition's files in `folder`, with size and MD5 verified."""
