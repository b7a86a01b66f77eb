"""The types that connectors and the landing share: remote files, editions, fetched files, records.

Belongs here: types that pass between a publisher's connector, the HTTP client and the landing.
Does not belong here: how bytes travel (`http.py`), what a connector does (`connector.py`), whether
an arrival is accepted (`landing/`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

FetchVerdict = Literal["fetched", "not_modified", "failed", "refused"]
"""`failed`: it did not work, trying again may help. `refused`: it came, and is not accepted."""


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
    sha256: str | None = None
    """If the publisher says so."""
    unchecked: str = ""
    """The kind of checksum that the publisher gives and that cannot be checked here."""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RemoteEdition:
    """One edition as its publisher announces it, with its row for `dim_edition`."""

    source_id: str
    """For example usgs_mcs: the name of the publisher's folder in `orchestration/publishers`."""
    edition_id: str
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
    not_taken: tuple[str, ...] = ()
    """Files that were announced with it and that no parser knows."""


def stamp_of(parts: Iterable[object]) -> str:
    """A short text that changes when any part changes."""
    text = json.dumps(list(parts), default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


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
